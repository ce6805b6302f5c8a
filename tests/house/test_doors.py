"""Every address x every person, with an own and a foreign object: the answer is what the table of rights says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from behalf.kit.actor import Actor
from behalf.site import rooms
from behalf.web.page import Door
from tests.world import OPERATOR_ROLES, RESELLER_ROLES, World

SHOWN = {200, 204, 302, 303}
PEOPLE = [
    *(("operator", role) for role in OPERATOR_ROLES),
    *((reseller, role) for reseller in ("alpha", "beta") for role in RESELLER_ROLES),
    *((customer, "customer_admin") for customer in ("one", "three")),
]
TAKEN = {*SHOWN, 400, 409, 422}  # an empty form was understood and refused, or needed nothing


@dataclass(frozen=True)
class Address:
    """One named URL of ours, with what its page says of itself."""

    name: str
    pattern: URLPattern
    door: Door

    @property
    def takes(self) -> set[str]:
        return set(self.pattern.pattern.converters)


def addresses() -> list[Address]:
    """Every URL whose view is a page of ours."""
    return [
        Address(name, pattern, pattern.callback.door)
        for name, pattern in _patterns(get_resolver().url_patterns)
        if hasattr(pattern.callback, "door")
    ]


def _patterns(patterns: list[Any], namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _patterns(each.url_patterns, inner)
        else:
            yield f"{namespace}{each.name}", each


def objects(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    """URL name -> organization (``*``: everybody's) -> the arguments of an object of its own, from each room."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for room in rooms.present():
        if find_spec(f"behalf.{room}.tests") and find_spec(f"behalf.{room}.tests.doors"):
            found.update(import_module(f"behalf.{room}.tests.doors").DOORS(world))
    return found


def people(world: World) -> Iterator[tuple[str, Actor]]:
    for organization, staff in world["people"].items():
        for actor in staff.values():
            yield organization, actor


def _ask(client: Client, address: Address, arguments: dict[str, Any]) -> int:
    url = reverse(address.name, kwargs={key: arguments[key] for key in address.takes})
    return client.get(url).status_code if "GET" in address.door.methods else client.post(url).status_code


def _wrong(
    address: Address, actor: Actor, own: dict[str, Any] | None, foreign: dict[str, Any] | None, client: Client
) -> Iterator[str]:
    who = f"{address.name} as {'/'.join(sorted(actor.roles))} of {actor.org_name}"
    allowed = address.door.right is None or actor.may(address.door.right)
    if own is not None:
        answer = _ask(client, address, own)
        expected = (SHOWN if "GET" in address.door.methods else TAKEN) if allowed else {403}
        if answer not in expected:
            yield f"{who}: own object answers {answer}, expected {sorted(expected)}"
    if foreign is not None:
        answer = _ask(client, address, foreign)
        expected = {404} if allowed else {403}
        if answer not in expected:
            yield f"{who}: foreign object answers {answer}, expected {sorted(expected)}"


def _own_and_foreign(
    kinds: dict[str, dict[str, Any]], organization: str
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    if "*" in kinds:
        return kinds["*"], None
    own = kinds.get(organization)
    foreign = [arguments for name, arguments in kinds.items() if name != organization and arguments != own]
    return own, _not_shared(kinds, organization, foreign)


def _not_shared(
    kinds: dict[str, dict[str, Any]], organization: str, candidates: list[dict[str, Any]]
) -> dict[str, Any] | None:
    """An object of a stranger: of the other reseller's side of the world, or as the room says."""
    sides = {"alpha": "beta", "beta": "alpha", "one": "three", "two": "three", "three": "one", "operator": "beta"}
    stranger = kinds.get(f"{organization}_stranger", kinds.get(sides[organization]))
    return stranger if stranger and stranger in candidates else None


@pytest.mark.django_db
def test_every_address_says_what_it_takes(world: World) -> None:
    known = objects(world)
    missing = [door.name for door in addresses() if door.takes and door.name not in known]
    assert not missing, f"say in tests/doors.py which objects these addresses take: {missing}"


@pytest.mark.django_db
@pytest.mark.parametrize(("organization", "role"), PEOPLE)
def test_every_address_answers_as_the_rights_say(
    world: World, client: Client, sign_in: Any, organization: str, role: str
) -> None:
    client.raise_request_exception = False  # a broken page is listed with the others
    actor, known, wrong = world.actor(organization, role), objects(world), list[str]()
    sign_in(client, actor)
    for address in addresses():
        own, foreign = _own_and_foreign(known.get(address.name, {"*": {}}), organization)
        wrong += _wrong(address, actor, own, foreign, client)
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_every_address_is_reached_by_somebody(world: World) -> None:
    known, unreached = objects(world), []
    for address in addresses():
        kinds = known.get(address.name, {"*": {}})
        right = address.door.right
        if not any(
            ("*" in kinds or organization in kinds) and (right is None or actor.may(right))
            for organization, actor in people(world)
        ):
            unreached.append(address.name)
    assert not unreached, f"nobody reaches {unreached}"


@pytest.mark.django_db
def test_nobody_gets_in_without_signing_in(world: World, client: Client) -> None:
    known = objects(world)
    for address in addresses():
        kinds = known.get(address.name, {"*": {}})
        answer = _ask(client, address, next(iter(kinds.values())))
        assert answer in {302, 403}, f"{address.name} answers {answer} to nobody"


# What addresses ask for by name anywhere, answered with what nobody means.
NAMES = (
    "q", "search", "before", "after", "view", "service", "region", "outcome", "what", "person", "customer", "since",
    "until", "reseller", "case", "label", "about", "do", "kind", "sent", "seen", "version", "value", "offer_id",
    "parent_id", "days", "month", "page",
)  # fmt: skip
NONSENSE = ("\x00", "9" * 5000, "9999-12-31")


@pytest.mark.django_db
@pytest.mark.parametrize("nonsense", NONSENSE, ids=range(len(NONSENSE)))
def test_no_address_breaks_by_what_is_asked_of_it(world: World, client: Client, sign_in: Any, nonsense: str) -> None:
    known = objects(world)
    query = dict.fromkeys(NAMES, nonsense)
    for organization, role in (("alpha", "global_admin"), ("operator", "operator_admin"), ("one", "customer_admin")):
        actor = world.actor(organization, role)
        sign_in(client, actor)
        for address in addresses():
            own, _foreign = _own_and_foreign(known.get(address.name, {"*": {}}), organization)
            if own is None or "GET" not in address.door.methods:
                continue
            if address.door.right is not None and not actor.may(address.door.right):
                continue
            url = reverse(address.name, kwargs={key: own[key] for key in address.takes})
            answer = client.get(url, query)
            assert answer.status_code in {200, 204, 302, 303, 404}, f"{address.name}: {answer.status_code}"
            assert answer.getvalue() is not None, "and it is sent to its end"
