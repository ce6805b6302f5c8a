"""An agent looks at a customer's services and keeps what was seen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from behalf.audit.models import Entry
from behalf.health import actions, queries
from behalf.health.rules import State
from behalf.kit.actor import Actor
from behalf.kit.errors import NotAllowed, NotFound
from behalf.kit.tenancy import acting
from tests.world import NOW, World

CASE = ("case", 7, "SH-10482")


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


def test_a_check_keeps_what_the_board_showed(world: World, agent: Actor) -> None:
    exchange = world.services["exchange-online"]
    made = actions.check(agent, account_id=world.account_one, service_ids=[exchange], about=CASE, now=NOW)
    resolver = world.actor("operator", "operator_engineer")
    actions.resolve_incident(resolver, world.incident, text="All delivered.", now=NOW)
    with acting(agent):
        row = queries.check(agent, made[0])
    assert (row.state, row.person, row.about) == (State.RESTORING, agent.name, ("case", "7", "SH-10482"))
    assert row.snapshot["regions"] == {"China East": "restoring", "China North": "normal"}
    assert [incident["id"] for incident in row.snapshot["incidents"]] == [world.incident]
    assert len(row.snapshot["days"]) == 90


def test_without_a_service_all_that_the_customer_has_are_kept(world: World, agent: Actor) -> None:
    made = actions.check(agent, account_id=world.account_one, now=NOW)
    with acting(agent):
        board = {row.service_id for row in queries.board_of(agent, world.account_one, now=NOW)}
        assert {queries.check(agent, each).service_id for each in made} == board
    assert world.services["intune"] not in board


def test_the_customer_sees_that_somebody_looked(world: World, agent: Actor) -> None:
    actions.check(agent, account_id=world.account_one, about=CASE, now=NOW)
    customer = world.actor("one")
    with acting(customer):
        entry = Entry.objects.visible_to(customer).filter(what="health.checked").latest("id")
    assert (entry.person_name, entry.why) == (agent.name, "SH-10482")


def test_a_recent_check_is_found_an_old_one_is_not(world: World, agent: Actor) -> None:
    exchange, now = world.services["exchange-online"], NOW + timedelta(days=7)
    asked = {"account_id": world.account_one, "service_id": exchange, "since": now - timedelta(hours=24)}
    with acting(agent):
        assert queries.recent_check(agent, **asked) is None
    actions.check(agent, account_id=world.account_one, service_ids=[exchange], now=now)
    with acting(agent):
        found = queries.recent_check(agent, **asked)
        of_another = queries.recent_check(agent, **{**asked, "account_id": world.account_two})
    assert found is not None
    assert found.at == now
    assert of_another is None


def test_checks_for_one_case_stand_apart(world: World, agent: Actor) -> None:
    actions.check(agent, account_id=world.account_one, about=CASE, now=NOW)
    actions.check(agent, account_id=world.account_one, now=NOW)
    with acting(agent):
        of_case = queries.checks(agent, world.account_one, about=("case", 7))
    assert {row.about for row in of_case} == {("case", "7", "SH-10482")}


def test_a_service_that_the_customer_does_not_have_is_not_found(world: World, agent: Actor) -> None:
    with pytest.raises(NotFound):
        actions.check(agent, account_id=world.account_one, service_ids=[world.services["intune"]], now=NOW)


def test_a_strangers_customer_is_not_found(world: World, agent: Actor) -> None:
    with pytest.raises(NotFound):
        actions.check(agent, account_id=world.account_three, now=NOW)
    with acting(agent), pytest.raises(NotFound):
        queries.check(agent, world.check_three)


def test_a_sales_agent_sees_no_health(world: World) -> None:
    seller = world.actor("alpha", "sales_agent")
    with pytest.raises(NotAllowed):
        actions.check(seller, account_id=world.account_one, now=NOW)
    with acting(seller), pytest.raises(NotAllowed):
        queries.board(seller, now=NOW)
