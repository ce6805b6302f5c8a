"""The telephone log and working time: what moves a clock, who reads what, and that nothing is edited away."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse

from behalf.cases import actions, calls, queries
from behalf.cases.models import Case, CaseClock, Message, TimeEntry
from behalf.cases.pages import times
from behalf.cases.tests.factories import opened
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from behalf.notifications.models import Mail
from tests.harness import SignIn
from tests.world import NOW, World, run_jobs

LATER = NOW + timedelta(minutes=30)
NOVEMBER: dict[str, Any] = {"since": date(2026, 11, 1), "until": date(2026, 11, 30)}


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def case(world: World) -> Case:
    return opened(world, "alpha", "two", subject="Printer")


def _case(actor: Actor, case_id: int) -> Case:
    with acting(actor):
        return queries.case(actor, case_id)


def _clocks(actor: Actor, case_id: int) -> list[Any]:
    with acting(actor):
        rows = CaseClock.objects.visible_to(actor).filter(case_id=case_id)
        return list(rows.order_by("promise", "period").values_list("promise", "period", "due_at", "ended_at"))


def _minutes(actor: Actor, case_id: int) -> int:
    with acting(actor):
        return queries.around(actor, case_id, now=NOW).minutes


@pytest.mark.parametrize(
    "case_of",
    [("out", True, False, True), ("out", False, False, False), ("in", True, False, False), ("out", True, True, False)],
)
def test_only_a_call_of_ours_that_reached_somebody_is_a_first_response(case_of: tuple[str, bool, bool, bool]) -> None:
    direction, reached, before, may = case_of
    assert calls.may_answer(direction, reached=reached, answered_before=before) is may


def test_a_call_comes_back_as_it_was_kept() -> None:
    call = calls.Call("out", "李娜", "+86 512", NOW, 12, reached=False)
    assert calls.Call.of(call.kept()) == call
    assert calls.Call.of(None) is None
    assert calls.began(None, 12, now=NOW) == NOW - timedelta(minutes=12)


def test_a_call_moves_no_clock_and_is_internal(world: World, agent: Actor, case: Case) -> None:
    before, clocks = _case(agent, case.pk), _clocks(agent, case.pk)
    actions.log_call(agent, case.pk, direction="in", body="Asked again.", minutes=5, now=LATER)
    after = _case(agent, case.pk)
    assert _clocks(agent, case.pk) == clocks
    assert (after.status, after.due_at, after.first_answer_at) == (before.status, before.due_at, None)
    run_jobs()
    with acting(agent):
        said = queries.thread(agent, case.pk)[-1]
        assert not Mail.objects.visible_to(agent).filter(about_id=str(case.pk), created_at=LATER).exists()
    assert said.kind == "note"
    assert said.call is not None
    assert said.call.began_at == LATER - timedelta(minutes=5)
    with acting(world.actor("two")):
        assert "Asked again." not in [each.body for each in queries.own_thread(world.actor("two"), case.pk)]


def test_a_first_call_of_ours_may_be_the_response(agent: Actor, case: Case) -> None:
    actions.log_call(agent, case.pk, direction="out", body="Told her.", answers=True, public=True, now=LATER)
    after = _case(agent, case.pk)
    assert (after.first_answer_at, after.status) == (LATER, "in_progress")
    assert ("first", 1) in {(promise, period) for promise, period, _due, ended in _clocks(agent, case.pk) if ended}
    with pytest.raises(Conflict):
        actions.log_call(agent, case.pk, direction="out", body="Again.", answers=True, now=LATER)


def test_a_call_that_reached_nobody_is_no_response(agent: Actor, case: Case) -> None:
    with pytest.raises(Conflict):
        actions.log_call(agent, case.pk, direction="out", body="-", reached=False, answers=True, now=LATER)
    with pytest.raises(Invalid):
        actions.log_call(agent, case.pk, direction="in", body="x", began_at=LATER + timedelta(hours=1), now=LATER)


def test_the_customer_reads_a_call_that_was_made_public(world: World, agent: Actor, case: Case) -> None:
    actions.log_call(agent, case.pk, direction="out", body="We agreed on Friday.", public=True, booked=15, now=LATER)
    two = world.actor("two")
    with acting(two):
        said = queries.own_thread(two, case.pk)[-1]
        assert said.call is not None
        assert not TimeEntry.objects.everywhere(reason="the gate is left out on purpose").exists()
    assert said.body == "We agreed on Friday."
    assert _minutes(agent, case.pk) == 15


def test_a_case_is_opened_from_a_call(world: World, agent: Actor) -> None:
    case = actions.open_called(
        agent, account_id=world.account_one, kind="how_to", severity="C", subject="电话", body="打不开", minutes=7,
        contact_name="王芳", contact_phone="+86 512 1234 5678", booked=10, now=LATER,
    )  # fmt: skip
    with acting(agent):
        first = Message.objects.visible_to(agent).get(case_id=case.pk)
    assert first.call is not None
    assert (first.party, first.call["who"], first.call["minutes"]) == ("cust", "王芳", 7)
    assert _minutes(agent, case.pk) == 10
    assert case.channel == "phone"


def test_a_reply_books_time(agent: Actor, case: Case) -> None:
    actions.reply(agent, case.pk, body="Here.", minutes=25, now=LATER)
    actions.note(agent, case.pk, body="Odd.", minutes=5, now=LATER)
    assert _minutes(agent, case.pk) == 30
    with pytest.raises(Invalid):
        actions.reply(agent, case.pk, body="Here.", minutes=1441, now=LATER)


def test_time_of_a_merged_case_counts_on_the_survivor(agent: Actor, case: Case, world: World) -> None:
    other = opened(world, "alpha", "two", subject="Printer again")
    actions.book_time(agent, other.pk, minutes=10, now=LATER)
    actions.merge(agent, other.pk, into_id=case.pk, now=LATER)
    actions.book_time(agent, other.pk, minutes=5, now=LATER)
    assert _minutes(agent, case.pk) == 15


def test_a_wrong_entry_is_taken_back_and_stays(world: World, agent: Actor, case: Case) -> None:
    wrong = actions.book_time(agent, case.pk, minutes=90, note="typed wrong", now=LATER)
    with pytest.raises(Invalid):
        actions.correct_time(agent, case.pk, wrong.pk, why=" ", now=LATER)
    actions.correct_time(agent, case.pk, wrong.pk, why="It was nine", minutes=9, now=LATER)
    with acting(agent):
        rows = queries.booked(agent, case.pk)
    assert [row.minutes for row in rows] == [90, -90, 9]
    assert (rows[1].counters, rows[1].why) == (wrong.pk, "It was nine")
    with pytest.raises(Conflict):
        actions.correct_time(agent, case.pk, wrong.pk, why="Again", now=LATER)
    with pytest.raises(Conflict):
        actions.correct_time(agent, case.pk, rows[1].id, why="The counter", now=LATER)
    with pytest.raises(NotFound):
        actions.correct_time(agent, world.case_one, rows[2].id, why="Another case", now=LATER)


def test_only_who_booked_it_or_who_leads_takes_it_back(world: World, agent: Actor, case: Case) -> None:
    boss = world.actor("alpha", "admin_agent")
    hers = actions.book_time(boss, case.pk, minutes=10, now=LATER)
    with pytest.raises(Conflict):
        actions.correct_time(agent, case.pk, hers.pk, why="Not mine", now=LATER)
    his = actions.book_time(agent, case.pk, minutes=10, now=LATER)
    actions.correct_time(boss, case.pk, his.pk, why="Twice", now=LATER)
    with acting(boss):
        assert [line.minutes for line in _worked(boss, "agent") if line.label == agent.name] == [20]


def test_the_database_lets_nobody_edit_or_see_foreign_time(world: World, agent: Actor, case: Case) -> None:
    entry = actions.book_time(agent, case.pk, minutes=10, now=LATER)
    for sql in ("update cases_timeentry set minutes = 1", "delete from cases_timeentry"):
        with pytest.raises(ProgrammingError), transaction.atomic(), acting(agent), connection.cursor() as cursor:
            cursor.execute(sql)
    beta = world.actor("beta", "helpdesk_agent")
    with acting(beta):
        rows = TimeEntry.objects.everywhere(reason="the gate is left out on purpose")
        assert entry.pk not in set(rows.values_list("pk", flat=True))
    with pytest.raises(NotFound):
        actions.book_time(beta, case.pk, minutes=1, now=LATER)
    with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
        _book_on_a_strangers(beta, case.pk)


def _book_on_a_strangers(actor: Actor, case_id: int) -> None:
    row = TimeEntry(
        org_id=actor.org_id, case_id=case_id, minutes=5, day=LATER.date(), agent_name="x", at=LATER, by_name="x"
    )
    with acting(actor), connection.cursor() as cursor:
        row.save(force_insert=True)
        cursor.execute("set constraints all immediate")


def _worked(actor: Actor, part: str, **given: Any) -> list[queries.Worked]:
    return queries.worked(actor, **NOVEMBER, part=part, **given)


def test_every_side_adds_up_to_the_same_minutes(world: World, agent: Actor, case: Case) -> None:
    boss = world.actor("alpha", "admin_agent")
    for minutes in (10, 20, 20):
        actions.book_time(agent, case.pk, minutes=minutes, activity="doing", now=LATER)
    with acting(boss):
        total = queries.worked_in_all(boss, **NOVEMBER)
        assert total == 70
        for part in ("customer", "agent", "service", "activity"):
            assert sum(line.minutes for line in _worked(boss, part)) == total
            paged: list[queries.Worked] = []
            after: tuple[int, str] | None = None
            while True:
                found = _worked(boss, part, after=after, limit=1)
                paged += found[:1]
                if len(found) < 2:
                    break
                after = (found[0].minutes, found[0].key)
            assert paged == _worked(boss, part)
        assert sum(row.minutes for row in queries.entries(boss, **NOVEMBER)) == total
        assert queries.worked_in_all(boss, since=date(2026, 12, 1), until=date(2026, 12, 31)) == 0
    with acting(agent), pytest.raises(NotAllowed):
        queries.worked(agent, **NOVEMBER, part="agent")


def test_the_file_has_every_entry(
    world: World, agent: Actor, case: Case, client: Client, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(times, "CHUNK", 2)
    for minutes in range(1, 6):
        actions.book_time(agent, case.pk, minutes=minutes, note="=1+1", now=LATER)
    sign_in(client, world.actor("alpha", "admin_agent"))
    answer: Any = client.get(reverse("cases:time_file"), {"month": "2026-11"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row[7] for row in rows[1:6]] == ["5", "4", "3", "2", "1"]
    assert rows[1][8] == "'=1+1"
    for month in ("2026-13", "x"):
        assert client.get(reverse("cases:time_report"), {"month": month, "after": "y"}).status_code == 200


def test_an_agent_writes_a_call_down_on_the_page(
    world: World, agent: Actor, case: Case, client: Client, sign_in: SignIn
) -> None:
    sign_in(client, agent)
    where = reverse("cases:case", kwargs={"case_id": case.pk})
    page = client.get(where, {"do": "call"}).content.decode()
    assert "This was our first response" in page
    given = {"direction": "out", "body": "She knows.", "answers": "on", "reached": "on", "booked": "12", "who": "Ms Li"}
    assert client.post(f"{where}call/", given).status_code == 303
    page = client.get(where).content.decode()
    assert "We called" in page
    assert "12 min" in page
    assert "This was our first response" not in client.get(where, {"do": "call"}).content.decode()
    assert client.post(f"{where}call/", {"direction": "in"}).status_code == 422


def test_a_caller_is_found_by_name_number_or_case(world: World, agent: Actor, client: Client, sign_in: SignIn) -> None:
    sign_in(client, agent)
    where = reverse("cases:call_in")
    case = _case(agent, world.case_one)
    assert client.get(where, {"q": case.number}).status_code in (302, 303)
    with acting(agent):
        phone = case.account.contact_phone if case.account else ""
    if phone:
        assert case.company in client.get(where, {"q": phone.replace(" ", "-")}).content.decode()
    answer = client.post(
        reverse("cases:open_called", kwargs={"account_id": world.account_one}),
        {"subject": "x", "body": "y", "kind": "how_to", "severity": "C", "minutes": "4", "booked": "5"},
    )
    assert answer.status_code == 303
    assert "called us" in client.get(answer.headers["Location"]).content.decode()
