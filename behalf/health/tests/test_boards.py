"""The boards: all services, a customer's, the customer's own; each for the same number of statements."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from behalf.health import actions, queries
from behalf.health.rules import Kind, Level, State
from behalf.kit.actor import Actor
from behalf.kit.errors import NotAllowed, NotFound
from behalf.kit.tenancy import acting
from tests.world import NOW, World


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "admin_agent")


def test_the_board_shows_every_service_the_worst_first(world: World, agent: Actor) -> None:
    with acting(agent):
        rows = queries.board(agent, now=NOW)
    assert [row.code for row in rows[:2]] == ["exchange-online", "power-automate"]
    assert len(rows) == len(world.services)
    assert {row.state for row in rows[2:]} == {State.NORMAL}


def test_a_service_of_which_nobody_said_anything_is_not_known(world: World, agent: Actor) -> None:
    with acting(agent):
        row = queries.service(agent, world.services["power-automate"], now=NOW)
    assert (row.state, row.availability, set(row.days)) == (State.UNKNOWN, None, {Level.UNKNOWN})


def test_the_past_shows_in_the_readers_days(world: World, agent: Actor) -> None:
    with acting(agent):
        row = queries.service(agent, world.services["sharepoint-online"], now=NOW)
    assert row.days.count(Level.CRITICAL) == 1
    assert row.days[-31] is Level.CRITICAL
    assert row.availability == pytest.approx(1 - 2 / (89 * 24 + 14 + 32 / 60), abs=1e-6)


def test_a_customers_board_has_what_it_subscribes_to(world: World, agent: Actor) -> None:
    with acting(agent):
        rows = queries.board_of(agent, world.account_two, now=NOW)
        codes = {row.code for row in rows}
    assert "intune" in codes  # suspended, but still the customer's
    assert "azure" not in codes
    with acting(agent), pytest.raises(NotFound):
        queries.board_of(agent, world.account_three, now=NOW)


def test_the_customer_sees_its_own_services_and_no_other_board(world: World) -> None:
    customer = world.actor("one")
    with acting(customer):
        codes = [row.code for row in queries.board_of_customer(customer, now=NOW)]
        assert queries.incident(customer, world.incident).row.id == world.incident
    assert codes[0] == "exchange-online"
    assert "intune" not in codes
    with acting(customer), pytest.raises(NotAllowed):
        queries.board(customer, now=NOW)


def test_whom_an_incident_hits_the_largest_first(world: World, agent: Actor) -> None:
    with acting(agent):
        hit = queries.hit(agent, world.incident)
    assert [(customer.account_id, customer.seats) for customer in hit.first] == [
        (world.account_one, 90),
        (world.account_two, 40),
    ]
    stranger = world.actor("beta", "admin_agent")
    with acting(stranger):
        assert [customer.account_id for customer in queries.hit(stranger, world.incident).first] == [
            world.account_three
        ]


def test_open_incidents_are_asked_by_service(world: World, agent: Actor) -> None:
    with acting(agent):
        assert [row.id for row in queries.open_incidents(agent)] == [world.incident]
        assert queries.open_incidents(agent, [world.services["sharepoint-online"]]) == []


def test_incidents_page_by_key(world: World, agent: Actor) -> None:
    with acting(agent):
        first = queries.incidents(agent, limit=1)
        assert [row.id for row in first] == [world.incident, world.past_incident]
        key = (first[0].began_at, first[0].id)
        assert [row.id for row in queries.incidents(agent, before=key, limit=1)] == [world.past_incident]


def _statements(actor: Actor) -> int:
    with acting(actor), CaptureQueriesContext(connection) as asked:
        queries.board(actor, now=NOW)
        queries.announcements(actor, limit=5)
    return len(asked)


def test_the_board_costs_the_same_however_much_happened(world: World, agent: Actor) -> None:
    before = _statements(agent)
    engineer = world.actor("operator", "operator_engineer")
    for count, (code, service_id) in enumerate(world.services.items()):
        at = NOW - timedelta(days=count + 1)
        actions.set_state(engineer, service_id, state=State.DEGRADATION, at=at, now=NOW)
        incident = actions.publish_incident(
            engineer,
            kind=Kind.OUTAGE,
            title=f"{code} is away",
            impact="Nothing works.",
            places=[(service_id, "")],
            state=State.INTERRUPTION,
            text="We look.",
            began_at=at,
            now=NOW,
        )
        actions.resolve_incident(engineer, incident, text="Back.", now=NOW)
    assert _statements(agent) == before == 7
