"""What proves something points to a row that exists and is the desk's own, and the case leads to its page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from behalf.administration import actions as administration
from behalf.cases import actions, queries
from behalf.cases.models import Case, EvidenceKind
from behalf.cases.tests.factories import opened
from behalf.health import actions as health
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from tests.world import NOW, World

SignIn = Callable[[Client, Actor], Client]


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def case(world: World) -> Case:
    return opened(world, "alpha", "one", subject="Mail is slow")


def _linked(world: World, agent: Actor, case: Case) -> dict[EvidenceKind, int]:
    """One piece of each kind on the case."""
    [check] = health.check(agent, account_id=world.account_one, service_ids=[world.service_mail], now=NOW)
    about = ("case", str(case.pk), case.number)
    session = administration.begin(agent, world.account_one, world.service_mail, about=about, now=NOW)
    ids = {
        EvidenceKind.HEALTH_CHECK: check, EvidenceKind.SESSION: session.pk, EvidenceKind.INCIDENT: world.incident,
    }  # fmt: skip
    for kind, about_id in ids.items():
        actions.link(agent, case.pk, kind=kind, about_id=about_id, label="Exchange Online", now=NOW)
        actions.link(agent, case.pk, kind=kind, about_id=about_id, label="said twice", now=NOW)
    return ids


def link_and_hold(agent: Actor, case: Case, kind: EvidenceKind, about_id: int) -> None:
    """Link something, and have the database look at its keys as it does at the end of a transaction."""
    with transaction.atomic():
        actions.link(agent, case.pk, kind=kind, about_id=about_id, label="?", now=NOW)
        connection.check_constraints()


def test_each_piece_says_what_it_points_to_and_leads_there(
    client: Client, sign_in: SignIn, world: World, agent: Actor, case: Case
) -> None:
    ids = _linked(world, agent, case)
    with acting(agent):
        found = queries.evidence(agent, case.pk)
    assert {each.kind: each.about_id for each in found} == ids
    assert len(found) == len(ids)
    sign_in(client, agent)
    page = client.get(reverse("cases:case", kwargs={"case_id": case.pk})).content.decode()
    for each in found:
        assert str(each.kind.label) in page
        assert f'href="{each.url}"' in page
        assert client.get(each.url).status_code == 200


@pytest.mark.parametrize("kind", list(EvidenceKind))
def test_nothing_points_to_what_does_not_exist(agent: Actor, case: Case, kind: EvidenceKind) -> None:
    with pytest.raises(IntegrityError):
        link_and_hold(agent, case, kind, 10**12)


def test_nothing_points_to_what_is_another_customers(world: World, agent: Actor, case: Case) -> None:
    """Neither another reseller's nor, on the same desk, another customer's."""
    stranger = world.actor("beta", "helpdesk_agent")
    [theirs] = health.check(stranger, account_id=world.account_three, service_ids=[world.service_mail], now=NOW)
    [other] = health.check(agent, account_id=world.account_two, service_ids=[world.service_mail], now=NOW)
    for check in (theirs, other):
        with pytest.raises(IntegrityError):
            link_and_hold(agent, case, EvidenceKind.HEALTH_CHECK, check)
