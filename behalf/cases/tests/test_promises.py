"""Promises on real cases: kept rows, the pinned version, explicit changes, warnings and breaches, and replay."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from behalf.agreements import actions as agreements
from behalf.agreements.models import SERVICE
from behalf.agreements.tests.factories import around_the_clock
from behalf.cases import actions, jobs, queries
from behalf.cases.models import Case, CaseClock, CaseEvent, Message
from behalf.cases.tests.factories import HOUR, opened
from behalf.kit import clock
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid
from behalf.kit.jobs import run
from behalf.kit.tenancy import acting
from behalf.notifications.models import Notice
from tests.harness import Elsewhere
from tests.world import NOW, Capture, World, run_jobs

MINUTE = timedelta(minutes=1)


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def boss(world: World) -> Actor:
    return world.actor("alpha", "admin_agent")


@pytest.fixture
def case(world: World) -> Case:
    """Severity B, opened at 14:32: a word is owed by 18:32."""
    return opened(world, "alpha", "one", subject="Mail is slow")


def clocks_of(actor: Actor, case: Case) -> dict[tuple[str, int], CaseClock]:
    with acting(actor):
        rows = CaseClock.objects.visible_to(actor).filter(case=case)
        return {(row.promise, row.period): row for row in rows}


def read(actor: Actor, case: Case) -> Case:
    with acting(actor):
        return queries.case(actor, case.pk)


def notices(actor: Actor, kind: str, *cases: Case) -> list[int]:
    with acting(actor):
        about = [str(case.pk) for case in cases]
        rows = Notice.objects.visible_to(actor).filter(kind=kind, about_id__in=about).order_by("id")
        return list(rows.values_list("person_id", flat=True))


def faster(world: World, boss: Actor, *, hours: int = 1) -> None:
    """From now on a word is owed within an hour, and a solution within eight, around the clock."""
    always = around_the_clock(world, "alpha")
    targets = {(severity, "first"): (hours * HOUR, always) for severity in "ABC"}
    targets |= {(severity, "update"): (hours * HOUR, always) for severity in "ABC"}
    targets |= {(severity, "resolution"): (8 * hours * HOUR, always) for severity in "ABC"}
    agreements.save_agreement(boss, name="Fast", account_id=world.account_one, targets=targets, now=NOW)


# --- What is kept ----------------------------------------------------------------------------------------------------


def test_a_case_keeps_what_was_promised_when_it_was_opened(world: World, agent: Actor, boss: Actor, case: Case) -> None:
    faster(world, boss)
    assert read(agent, case).due_at == NOW + 4 * HOUR
    actions.reply(agent, case.pk, body="We look at it.", now=NOW + HOUR)
    assert read(agent, case).due_at == NOW + 5 * HOUR
    assert opened(world, "alpha", "one", subject="New").due_at == NOW + HOUR


def test_the_promise_that_is_due_first_stands_in_the_queue(world: World, agent: Actor, boss: Actor) -> None:
    faster(world, boss, hours=3)
    case = opened(world, "alpha", "one", subject="Both")
    assert case.due_at == NOW + 3 * HOUR
    for number in range(8):
        actions.reply(agent, case.pk, body="Still at it.", now=NOW + number * 3 * HOUR)
    assert read(agent, case).due_at == NOW + 24 * HOUR
    kept = clocks_of(agent, case)
    assert (kept["first", 1].outcome, kept["update", 7].outcome, kept["resolution", 1].outcome) == ("met", "met", "")
    assert kept["first", 1].agent_id == agent.person_id


def test_it_says_which_promise_is_due(world: World, agent: Actor, boss: Actor) -> None:
    faster(world, boss)
    case = opened(world, "alpha", "one", subject="Mail is slow")
    assert (read(agent, case).due_for, read(agent, case).due_at) == ("first", NOW + HOUR)
    actions.reply(agent, case.pk, body="One moment.", now=NOW + HOUR)
    assert (read(agent, case).due_for, read(agent, case).due_at) == ("update", NOW + 2 * HOUR)
    actions.reply(agent, case.pk, body="Still at it.", now=NOW + 7.5 * HOUR)
    assert (read(agent, case).due_for, read(agent, case).due_at) == ("resolution", NOW + 8 * HOUR)
    actions.reply(agent, case.pk, body="Is it well now?", wait=True, now=NOW + 7.6 * HOUR)
    assert (read(agent, case).due_for, read(agent, case).due_at) == ("", None)


def test_changing_the_agreement_is_an_explicit_act(world: World, agent: Actor, boss: Actor, case: Case) -> None:
    with pytest.raises(Conflict):
        actions.set_agreement(agent, case.pk, why="No reason", now=NOW)
    faster(world, boss)
    with pytest.raises(Invalid):
        actions.set_agreement(agent, case.pk, why=" ", now=NOW + HOUR / 2)
    actions.set_agreement(agent, case.pk, why="New contract", now=NOW + HOUR / 2)
    assert read(agent, case).due_at == NOW + HOUR
    with acting(agent):
        sentence = queries.thread(agent, case.pk)[-1].sentence
    assert "version 1 of Fast: New contract" in sentence


def test_the_customers_answer_moves_the_clock_under_its_own_role(world: World, agent: Actor, case: Case) -> None:
    actions.reply(agent, case.pk, body="Which domain?", wait=True, now=NOW + HOUR)
    assert read(agent, case).due_at is None
    actions.reply_own(world.actor("one"), case.pk, body="This one.", now=NOW + 2 * HOUR)
    assert read(agent, case).due_at == NOW + 6 * HOUR
    assert set(clocks_of(agent, case)) == {("first", 1), ("update", 1)}
    with acting(world.actor("one")):
        assert not CaseClock.objects.everywhere(reason="the gate is left out on purpose").exists()


def test_a_desk_without_promises_gets_the_documented_ones_with_its_first_case(world: World) -> None:
    beta = world.actor("beta", "admin_agent")
    with connection.cursor() as cursor, acting(beta):
        cursor.execute("update cases_case set agreement_version_id = null where org_id = %s", [world.beta])
    case = opened(world, "beta", "three", subject="First")
    assert case.agreement_version_id is not None
    assert case.due_at == NOW + 4 * HOUR


# --- Replay ----------------------------------------------------------------------------------------------------------


def test_replay_finds_nothing_to_change(world: World, agent: Actor, boss: Actor, case: Case) -> None:
    faster(world, boss)
    actions.reply(agent, case.pk, body="One moment.", wait=True, now=NOW + HOUR)
    actions.reply_own(world.actor("one"), case.pk, body="Well?", now=NOW + 2 * HOUR)
    actions.set_severity(agent, case.pk, severity="A", why="Worse", now=NOW + 3 * HOUR)
    actions.set_agreement(agent, case.pk, why="New contract", now=NOW + 4 * HOUR)
    actions.resolve(agent, case.pk, body="Done.", now=NOW + 5 * HOUR)
    actions.reopen(agent, case.pk, why="Not done.", now=NOW + 6 * HOUR)
    found = actions.replay(agent, check=True)
    assert found.count > 3
    assert found.differing == ()


def test_merged_split_and_parted_cases_replay_alike(world: World, agent: Actor, case: Case) -> None:
    other = opened(world, "alpha", "one", subject="Mail is very slow")
    actions.reply(agent, other.pk, body="The printer is another matter.", now=NOW + HOUR)
    before = (read(agent, other).due_at, clocks_of(agent, other).keys())
    actions.merge(agent, other.pk, into_id=case.pk, now=NOW + 2 * HOUR)
    assert read(agent, other).due_at is None
    assert all(row.ended_at is not None for row in clocks_of(agent, other).values())
    assert actions.replay(agent, check=True).differing == ()
    actions.unmerge(agent, other.pk, now=NOW + 3 * HOUR)
    assert (read(agent, other).due_at, clocks_of(agent, other).keys()) == before
    with acting(agent):
        (_first, second) = (
            Message.objects.visible_to(agent).filter(case=other).order_by("id").values_list("pk", flat=True)
        )
    new = actions.split(
        agent, other.pk, messages=[second], subject="Printer", kind=other.kind, severity="C", now=NOW + 4 * HOUR
    )
    assert read(agent, new).due_at == min(row.due_at for row in clocks_of(agent, new).values() if row.due_at)
    assert actions.replay(agent, check=True).differing == ()


def test_replay_mends_what_was_lost(agent: Actor, case: Case) -> None:
    actions.reply(agent, case.pk, body="One moment.", now=NOW + HOUR)
    before = {key: (row.due_at, row.ended_at, row.outcome) for key, row in clocks_of(agent, case).items()}
    with acting(agent):
        CaseClock.objects.visible_to(agent).filter(case=case).delete()
        Case.objects.visible_to(agent).filter(pk=case.pk).update(due_at=NOW, queue_at=NOW, agreement_version=None)
    found = actions.replay(agent, number=case.number, check=True)
    assert found.differing == (case.number,)
    assert read(agent, case).due_at == NOW
    actions.replay(agent, number=case.number)
    assert read(agent, case).due_at == NOW + 5 * HOUR
    assert {key: (row.due_at, row.ended_at, row.outcome) for key, row in clocks_of(agent, case).items()} == before
    assert actions.replay(agent, number=case.number, check=True).differing == ()


def test_a_case_from_before_clocks_were_kept_replays_from_its_messages(agent: Actor, case: Case) -> None:
    """What the migration writes down for an old answer comes after newer events, and is put where it belongs."""
    with acting(agent):
        CaseEvent(
            **case.whose(), kind="answered", facts={}, is_public=False, party="us", by_name="x",
            at=NOW + 2 * HOUR, key="filled:1",
        ).save(force_insert=True)  # fmt: skip
    actions.replay(agent, number=case.number)
    assert clocks_of(agent, case)["first", 1].ended_at == NOW + 2 * HOUR


# --- Warnings and breaches -------------------------------------------------------------------------------------------


def sounded(world: World, at: Any, desk: str = "alpha") -> None:
    with clock.standing_at(at):
        run(jobs.SOUND, "reseller", world[desk], {})


def test_a_warning_goes_to_the_owner_once(world: World, agent: Actor, case: Case) -> None:
    actions.take(agent, case.pk, now=NOW)
    sounded(world, NOW + 3 * HOUR - MINUTE)
    assert notices(agent, "case_due_soon", case) == []
    for _time in range(2):
        sounded(world, NOW + 3 * HOUR)
    assert notices(agent, "case_due_soon", case) == [agent.person_id]
    assert clocks_of(agent, case)["first", 1].warned_at == NOW + 3 * HOUR
    assert read(agent, case).alarm_at == NOW + 4 * HOUR


def test_a_breach_is_raised_once_to_owner_duty_and_lead(world: World, agent: Actor, boss: Actor, case: Case) -> None:
    actions.take(agent, case.pk, now=NOW)
    for _time in range(2):
        sounded(world, NOW + 4 * HOUR)
    lead = world.actor("alpha", "global_admin")
    assert sorted(notices(agent, "case_late", case)) == sorted([agent.person, boss.person, lead.person])
    row = clocks_of(agent, case)["first", 1]
    assert (row.outcome, row.agent_id, row.breached_at) == ("missed", agent.person_id, NOW + 4 * HOUR)
    assert read(agent, case).alarm_at is None
    with acting(agent):
        assert [entry.kind for entry in queries.thread(agent, case.pk)].count("missed_first") == 1
    actions.reply(agent, case.pk, body="Sorry.", now=NOW + 5 * HOUR)
    assert clocks_of(agent, case)["first", 1].outcome == "missed"


def test_a_breach_gives_the_case_to_whoever_is_on_duty_where_the_desk_wants_that(
    world: World, agent: Actor, boss: Actor, case: Case
) -> None:
    lead = world.actor("alpha", "global_admin")
    agreements.set_duty(
        lead, people=[boss.person], since=NOW.date(), on_breach="reassign", lead_id=lead.person, now=NOW
    )
    actions.take(agent, case.pk, now=NOW)
    sounded(world, NOW + 4 * HOUR)
    assert read(agent, case).assignee_id == boss.person_id
    assert notices(agent, "case_late", case) == [boss.person, lead.person]
    run_jobs()
    assert notices(agent, "case_assigned", case) == [boss.person]


def test_people_are_told_in_their_own_hours_but_of_severity_a_at_once(
    world: World, agent: Actor, deferred: Capture
) -> None:
    lead = world.actor("alpha", "global_admin")
    hours = world.calendars["alpha"][SERVICE]
    agreements.set_duty(lead, people=[], since=NOW.date(), calendar_id=hours, on_breach="notify", now=NOW)
    night = NOW + 8 * HOUR  # 22:32
    by_severity = {each: opened(world, "alpha", "one", subject=each, severity=each, hours_ago=-8) for each in "AB"}
    for case in by_severity.values():
        actions.take(agent, case.pk, now=night)
    deferred.jobs.clear()
    sounded(world, NOW + 10 * HOUR)  # 00:32: A is late, B stands still until nine
    assert notices(agent, "case_late", *by_severity.values()) == [agent.person_id]
    later = NOW + 24 * HOUR
    sounded(world, later)
    assert len(notices(agent, "case_late", *by_severity.values())) == 2
    with acting(agent):
        Case.objects.visible_to(agent).filter(pk=by_severity["B"].pk).update(alarm_at=night)
        CaseClock.objects.visible_to(agent).filter(case=by_severity["B"]).update(
            breached_at=None, period=2, due_at=NOW + 9 * HOUR
        )
    deferred.jobs.clear()
    sounded(world, NOW + 10 * HOUR)
    assert [name for name, *_rest in deferred.jobs if name != "events.deliver"] == ["cases.tell"]
    assert len(notices(agent, "case_late", *by_severity.values())) == 2
    with clock.standing_at(NOW + 20 * HOUR):
        run_jobs()
    assert len(notices(agent, "case_late", *by_severity.values())) == 3


def test_what_waits_for_the_customer_is_not_late(world: World, agent: Actor, case: Case) -> None:
    actions.reply(agent, case.pk, body="Which one?", wait=True, now=NOW + HOUR)
    sounded(world, NOW + 100 * HOUR)
    with acting(agent):
        assert not Notice.objects.visible_to(agent).filter(about_id=str(case.pk)).exists()


def test_the_worker_finds_the_desks_with_something_due(world: World, elsewhere: Elsewhere) -> None:
    with elsewhere("web"):
        opened(world, "alpha", "one", subject="Due")
    with elsewhere("worker"):
        with clock.standing_at(NOW + 3 * HOUR):
            assert ("reseller", world.alpha) in jobs.due_desks()
        with clock.standing_at(NOW - 24 * 30 * HOUR):
            assert jobs.due_desks() == []


def test_a_case_in_somebodys_hands_is_left_for_the_next_look(world: World, elsewhere: Elsewhere) -> None:
    system, at = world.system("alpha"), NOW + 100 * HOUR
    with elsewhere("web"):
        case = opened(world, "alpha", "one", subject="Due")
    with psycopg.connect(os.environ["BEHALF_OWNER_URL"], dbname=elsewhere.name) as busy, elsewhere("worker"):
        busy.execute("select from cases_case where id = %s for update", [case.pk])
        actions.sound(system, now=at)
        assert clocks_of(system, case)["first", 1].breached_at is None
    with elsewhere("worker"):
        assert actions.sound(system, now=at) == 1
        assert clocks_of(system, case)["first", 1].breached_at == at


# --- The page that explains ------------------------------------------------------------------------------------------


def test_the_page_says_why_a_deadline_is_what_it_is(
    world: World, agent: Actor, boss: Actor, client: Client, sign_in: Callable[[Client, Actor], Client]
) -> None:
    late = opened(world, "alpha", "one", subject="Late in the day", severity="C", hours_ago=-5)  # 19:32
    page = sign_in(client, agent).get(reverse("cases:why", kwargs={"case_id": late.pk})).content.decode()
    assert "8 h, counted in Service hours" in page
    assert "4 h 28" in page  # to midnight
    assert "3 h 32" in page  # and from nine on
    assert "Promised by Documented defaults, version 1" in page
    faster(world, boss)
    with clock.standing_at(NOW + 6 * HOUR):
        again = client.get(reverse("cases:why", kwargs={"case_id": late.pk})).content.decode()
        answer = client.post(reverse("cases:agreement", kwargs={"case_id": late.pk}), {"why": "New contract"})
    assert "Something else would be promised now" in again
    assert answer.status_code == 303


def test_a_deadline_that_reaches_a_year_not_fully_known_says_so(
    world: World, agent: Actor, boss: Actor, client: Client, sign_in: Callable[[Client, Actor], Client]
) -> None:
    office = world.calendars["alpha"]["office"]
    targets = {("B", "first"): (300 * HOUR, office)}
    agreements.save_agreement(boss, name="Slow", account_id=world.account_one, targets=targets, now=NOW)
    case = opened(world, "alpha", "one", subject="Over the year")
    page = sign_in(client, agent).get(reverse("cases:why", kwargs={"case_id": case.pk})).content.decode()
    assert "Not all holidays of 2027 are known yet" in page
