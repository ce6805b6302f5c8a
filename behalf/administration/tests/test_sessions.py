"""On-behalf sessions: a reason, an hour, one of a kind, and every way to end."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from behalf.administration import actions, queries
from behalf.administration.models import OnBehalfSession
from behalf.identity import actions as identity
from behalf.identity.models import Membership
from behalf.kit import jobs
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from tests.harness import Elsewhere, StandAt, read_world
from tests.world import NOW, Capture, World, run_jobs

MINUTE = timedelta(minutes=1)


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "admin_agent")


def _begin(world: World, agent: Actor, *, now: datetime = NOW, **why: Any) -> OnBehalfSession:
    why = why or {"reason": "Mail is delayed"}
    return actions.begin(agent, world.account_one, world.services["exchange-online"], now=now, **why)


def _open(world: World, agent: Actor, now: datetime) -> list[queries.SessionRow]:
    with acting(agent):
        return queries.open_sessions(agent, world.account_one, now=now)


def test_a_session_needs_a_reason_or_a_case(world: World, agent: Actor) -> None:
    with pytest.raises(Invalid, match="Say why"):
        _begin(world, agent, reason="  ")
    session = _begin(world, agent, about=("case", "7", "SH-10482"))
    assert (session.why, session.ends_at) == ("SH-10482", NOW + timedelta(minutes=60))


def test_two_clicks_open_one_session_and_two_agents_two(world: World, agent: Actor) -> None:
    assert _begin(world, agent).pk == _begin(world, agent, now=NOW + MINUTE).pk
    assert _begin(world, world.actor("alpha", "global_admin")).pk != _begin(world, agent).pk


def test_a_new_one_takes_the_place_of_one_whose_time_is_over(world: World, agent: Actor) -> None:
    old = _begin(world, agent)
    new = _begin(world, agent, now=NOW + timedelta(hours=2))
    with acting(agent):
        ended = next(row for row in queries.sessions(agent, world.account_one) if row.id == old.pk)
    assert new.pk != old.pk
    assert (ended.ended_how, ended.ended_at) == ("time", old.ends_at)


def test_only_an_explicit_act_extends(world: World, agent: Actor) -> None:
    _begin(world, agent)
    assert _open(world, agent, NOW + timedelta(minutes=59))
    assert not _open(world, agent, NOW + timedelta(minutes=60))
    assert actions.extend(agent, world.account_one, now=NOW + timedelta(minutes=50)) == 1
    (session,) = _open(world, agent, NOW + timedelta(minutes=109))
    assert session.extended == 1
    with pytest.raises(Conflict, match="session is over"):
        actions.extend(agent, world.account_one, now=NOW + timedelta(minutes=110))


def test_ending_by_hand_ends_what_is_mine_alone(world: World, agent: Actor) -> None:
    _begin(world, agent)
    actions.begin(agent, world.account_one, world.services["directory"], reason="Sign-in", now=NOW)
    assert actions.end(agent, world.account_one, now=NOW + MINUTE) == 2
    assert actions.end(agent, world.account_one, now=NOW + MINUTE) == 0
    assert _open(world, world.actor("alpha", "helpdesk_agent"), NOW + MINUTE)


def test_the_clock_ends_it_and_says_so(world: World, agent: Actor, stand_at: StandAt, deferred: Capture) -> None:
    session = _begin(world, agent)
    actions.extend(agent, world.account_one, now=NOW + timedelta(minutes=50))
    stand_at(NOW + timedelta(minutes=61))
    jobs.run("administration.end_expired", "reseller", world.alpha, {"session_id": session.pk})
    assert _open(world, agent, NOW + timedelta(minutes=61))
    stand_at(NOW + timedelta(minutes=111))
    run_jobs()
    with acting(agent):
        found = next(row for row in queries.sessions(agent, world.account_one) if row.id == session.pk)
        step = queries.steps(agent, world.account_one)[0]
    assert (found.ended_how, found.ended_at) == ("time", NOW + timedelta(minutes=110))
    assert (step.kind, step.note, step.by) == ("ended", "time", "")


def test_deactivation_ends_all_on_behalf_work(world: World) -> None:
    agent = world.actor("alpha", "helpdesk_agent")
    member = Membership.objects.get(person_id=agent.person, organization_id=world.alpha)
    identity.deactivate(world.actor("alpha", "global_admin"), member.pk, why="left", now=NOW)
    run_jobs()
    for name in ("one", "two"):
        with acting(agent):
            (session, *_older) = queries.sessions(agent, world[f"account_{name}"])
        assert (session.ended_how, session.ended_at) == ("deactivated", NOW)
    stranger = world.actor("beta", "helpdesk_agent")
    with acting(stranger):
        assert queries.open_sessions(stranger, world.account_three, now=NOW)


def test_without_delegation_no_session(world: World, agent: Actor) -> None:
    with pytest.raises(Conflict, match="not delegated"):
        actions.begin(agent, world.account_one, world.services["dynamics-365-sales"], reason="x", now=NOW)
    with pytest.raises(NotFound, match="does not subscribe"):
        actions.begin(agent, world.account_two, world.services["azure"], reason="x", now=NOW)


@pytest.mark.parametrize(
    ("organization", "role", "refusal"),
    [
        ("alpha", "sales_agent", NotAllowed),
        ("alpha", "billing_admin", NotAllowed),
        ("alpha", "user_admin", NotAllowed),
        ("operator", "operator_admin", NotAllowed),
        ("one", "customer_admin", NotAllowed),
        ("beta", "admin_agent", NotFound),
    ],
)
def test_who_may_not_act_for_this_customer(
    world: World, organization: str, role: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        _begin(world, world.actor(organization, role))


def test_the_system_acts_for_nobody(world: World) -> None:
    with pytest.raises(NotAllowed, match="Only a person"):
        _begin(world, world.system("alpha"))


def test_two_customers_in_two_tabs_stay_apart(world: World, agent: Actor) -> None:
    _begin(world, agent)
    actions.begin(agent, world.account_two, world.services["exchange-online"], reason="Other", now=NOW)
    actions.end(agent, world.account_two, now=NOW + MINUTE)
    assert [row.reason for row in _open(world, agent, NOW + MINUTE)] == ["Mail is delayed"]


def test_the_worker_may_do_what_follows(elsewhere: Elsewhere, stand_at: StandAt) -> None:
    world = read_world()
    agent = world.actor("alpha", "helpdesk_agent")
    stand_at(NOW + timedelta(hours=1))
    with elsewhere("worker"):
        jobs.run("administration.end_expired", "reseller", world.alpha, {"session_id": world.session_one})
        actions.remove(world.actor("one"), world.delegation_one, now=NOW + timedelta(hours=1))
        run_jobs()
        with acting(agent):
            found = next(row for row in queries.sessions(agent, world.account_one) if row.id == world.session_one)
    assert (found.ended_how, found.ended_at) == ("time", NOW + timedelta(minutes=40))
