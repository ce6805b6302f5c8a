"""Each person's menu is exactly what docs/words.md says of the role, and every entry of it opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from behalf.kit.actor import Actor
from behalf.site.frame import menu, tabs
from tests.world import World

WORDS = Path(__file__).resolve().parents[2] / "docs" / "words.md"
SECTIONS = {"reseller": "### Reseller", "operator": "### Operator", "customer": "### Customer portal"}
IN_HAND = "### A customer in hand"


def _documented(heading: str) -> list[tuple[str, str, set[str]]]:
    """(group, entry, roles) in order; no roles named means everybody."""
    section = WORDS.read_text().split(heading)[1].split("\n#")[0]
    found, group = [], ""
    for line in section.splitlines():
        if not line.startswith("|") or line.startswith(("| English", "| ---")):
            continue
        name, _zh, _ja, who = [cell.strip() for cell in line.strip("|").split("|")][:4]
        if name.startswith("**"):
            group = name.strip("*")
        else:
            found.append((group, name, set() if who == "everybody" else set(who.split())))
    return found


def _people(world: World) -> Iterator[Actor]:
    for staff in world["people"].values():
        yield from staff.values()


@pytest.mark.django_db
def test_each_role_has_the_documented_menu(world: World) -> None:
    for actor in _people(world):
        shown = [(entry.group, entry.label) for entry in menu(actor, "/")]
        expected = [
            (group, name)
            for group, name, roles in _documented(SECTIONS[actor.tier])
            if not roles or roles & actor.roles
        ]
        assert shown == expected, f"{sorted(actor.roles)} of {actor.org_name}"


@pytest.mark.django_db
def test_each_role_has_the_documented_tabs_of_a_customer(world: World) -> None:
    for actor in _people(world):
        shown = [tab.label for tab in tabs(actor, world.account_one, "/")] if actor.tier == "reseller" else []
        expected = [name for _group, name, roles in _documented(IN_HAND) if roles & actor.roles]
        assert shown == expected, f"{sorted(actor.roles)} of {actor.org_name}"


@pytest.mark.django_db
def test_every_entry_of_every_menu_opens(world: World, client: Client, sign_in: Any) -> None:
    for actor in _people(world):
        sign_in(client, actor)
        for entry in menu(actor, "/"):
            answer = client.get(entry.url, follow=True)
            assert answer.status_code == 200, f"{entry.label} for {sorted(actor.roles)}: {answer.status_code}"
