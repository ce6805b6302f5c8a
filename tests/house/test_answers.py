"""What somebody sees whose sign-in is over, or whose request is refused: never a bare answer, nor a page in a page."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from behalf.identity import actions as identity
from tests.harness import SignIn
from tests.house.test_doors import addresses, objects
from tests.world import NOW, World

HOST = "http://testserver"


@pytest.fixture
def agent(world: World, client: Client, sign_in: SignIn) -> Client:
    """Alpha's admin agent."""
    return sign_in(client, world.actor("alpha", "admin_agent"))


def _deactivate(world: World) -> None:
    person_id = world.actor("alpha", "admin_agent").person_id
    assert person_id is not None
    identity.deactivate(world.actor("alpha", "global_admin"), person_id, why="left", now=NOW)


def _case(world: World) -> dict[str, Any]:
    return objects(world)["cases:case"]["alpha"]


def _next(address: str) -> str:
    assert urlsplit(address).path == reverse("account_login")
    return parse_qs(urlsplit(address).query)["next"][0]


def test_what_is_sent_after_the_sign_in_ended_is_said_not_to_have_arrived(agent: Client, world: World) -> None:
    case = reverse("cases:case", kwargs=_case(world))
    write = reverse("cases:write", kwargs=_case(world))
    _deactivate(world)
    answer = agent.post(write, {"kind": "reply", "body": "x"}, headers={"referer": f"{HOST}{case}?tab=a"})
    assert _next(answer["Location"]) == f"{case}?tab=a"
    assert "nothing was sent" in agent.get(answer["Location"]).content.decode()


def test_a_page_asked_for_after_the_sign_in_ended_comes_after_the_door(agent: Client, world: World) -> None:
    _deactivate(world)
    answer = agent.get("/cases/?view=mine")
    assert _next(answer["Location"]) == "/cases/?view=mine"
    assert "nothing was sent" not in agent.get(answer["Location"]).content.decode()


def test_a_part_that_asks_again_after_the_sign_in_ended_leads_the_whole_page_to_the_door(
    agent: Client, world: World
) -> None:
    case = reverse("cases:case", kwargs=_case(world))
    live = reverse("cases:live", kwargs=_case(world))
    _deactivate(world)
    headers = {"HX-Request": "true", "HX-Current-URL": f"{HOST}{case}"}
    answer = agent.get(f"{live}?version=1", headers=headers)
    assert (answer.status_code, answer.content) == (204, b"")
    assert _next(answer.headers["HX-Redirect"]) == case


@pytest.mark.parametrize("page", ["http://evil.example/x", f"{HOST}//evil.example/x", ""])
def test_the_door_leads_to_none_but_our_own_pages(client: Client, db: None, page: str) -> None:
    answer = client.get("/cases/1/live/", headers={"HX-Request": "true", "HX-Current-URL": page})
    assert _next(answer.headers["HX-Redirect"]) == "/"


def test_an_address_at_which_something_is_done_has_a_page_for_who_only_looks(agent: Client, world: World) -> None:
    known, seen = objects(world), 0
    for address in addresses():
        own: dict[str, Any] | None = known.get(address.name, {}).get("alpha") if address.takes else {}
        if own is None or "GET" in address.door.methods:
            continue
        answer = agent.get(reverse(address.name, kwargs=own))
        assert answer.status_code == 405, address.name
        assert set(re.split(", *", answer.headers["Allow"])) == set(address.door.methods)
        assert "There is nothing to look at here" in answer.content.decode(), address.name
        seen += 1
    assert seen > 10
