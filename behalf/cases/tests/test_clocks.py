"""The clocks as a fold: what runs, what stops, what a change keeps; and every second in exactly one hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from behalf.agreements.rules import Calendar, Hours, Target, Terms, Window, around_the_clock
from behalf.cases import clocks, rules
from behalf.cases.clocks import Clock, Clocks, Fact
from tests import strategies

ZONE = "Asia/Shanghai"
SHANGHAI = ZoneInfo(ZONE)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
MONDAY = datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)

ALWAYS = Hours(1, "always", Calendar(ZONE, around_the_clock()))
OFFICE = Hours(2, "office", Calendar(ZONE, (*[(Window(9 * 60, 9 * 60),)] * 5, (), ())))


def terms(*, hours: int = 4, solution: int = 18, calendar: Hours = OFFICE) -> Terms:
    """So many hours for a word, so many for the solution; severity A has half, around the clock."""
    found = {}
    for severity, share, counted in (("A", 2, ALWAYS), ("B", 1, calendar)):
        for promise, budget in (("first", hours), ("update", hours), ("resolution", solution)):
            found[severity, promise] = Target(budget * HOUR / share, counted)
    return Terms(found)


TERMS = {1: terms(), 2: terms(hours=2, solution=9, calendar=ALWAYS)}


def opened(at: datetime = MONDAY, severity: str = "B") -> Fact:
    return Fact("opened", at, "us", severity, 1)


def fold(*facts: Fact) -> Clocks:
    return clocks.fold(facts, TERMS)


def only(found: Clocks, promise: str) -> Clock:
    clock = found.of(promise)
    assert clock is not None
    return clock


def test_the_first_response_and_the_solution_run_from_the_opening() -> None:
    found = fold(opened())
    assert {clock.promise: clock.due_at for clock in found.all} == {
        "first": MONDAY + 4 * HOUR, "resolution": datetime(2026, 11, 25, 10, tzinfo=SHANGHAI),
    }  # fmt: skip
    assert found.due_at == MONDAY + 4 * HOUR
    assert only(found, "first").warn_at == MONDAY + 3 * HOUR


def test_an_answer_keeps_one_promise_and_begins_the_next() -> None:
    found = fold(opened(), Fact("answered", MONDAY + 2 * HOUR))
    assert only(found, "first").ended_at == MONDAY + 2 * HOUR
    assert only(found, "first").missed_at is None
    assert only(found, "update").due_at == MONDAY + 6 * HOUR


def test_an_answer_at_the_deadline_is_in_time_and_one_after_it_is_not() -> None:
    due = MONDAY + 4 * HOUR
    assert only(fold(opened(), Fact("answered", due)), "first").missed_at is None
    assert only(fold(opened(), Fact("answered", due + MINUTE)), "first").missed_at == due


def test_waiting_for_the_customer_stops_the_solution_in_business_time() -> None:
    """Stopped from Monday 12:00 to Tuesday 10:00, of which seven hours are ours: not a minute of them counts."""
    back = datetime(2026, 11, 24, 10, tzinfo=SHANGHAI)
    waits = (opened(), Fact("answered", MONDAY + HOUR), Fact("handed", MONDAY + 2 * HOUR, "cust"))
    stopped = fold(*waits)
    assert only(stopped, "resolution").due_at is None
    assert only(stopped, "update").void
    assert stopped.due_at is None
    found = fold(*waits, Fact("handed", back, "us"))
    solution = only(found, "resolution")
    assert solution.used == 2 * HOUR
    assert solution.due_at == datetime(2026, 11, 25, 17, tzinfo=SHANGHAI)
    assert only(found, "update").due_at == back + 4 * HOUR
    assert only(found, "update").period == 2


def test_an_answer_that_hands_the_case_over_owes_nothing() -> None:
    at = MONDAY + HOUR
    found = fold(opened(), Fact("answered", at), Fact("handed", at, "cust"))
    assert found.of("update") is None
    assert only(found, "first").ended_at == at


def test_the_operators_hand_does_not_stop_our_clock() -> None:
    found = fold(opened(), Fact("escalated", MONDAY + HOUR, "oper"))
    assert found.due_at == MONDAY + 4 * HOUR


def test_another_severity_keeps_what_was_used_and_what_stood_still() -> None:
    stopped = (Fact("handed", MONDAY + HOUR, "cust"), Fact("handed", MONDAY + 5 * HOUR, "us"))
    change = MONDAY + 6 * HOUR
    found = fold(opened(), *stopped, Fact("severity", change, severity="A"))
    solution = only(found, "resolution")
    assert solution.used == 2 * HOUR
    assert solution.due_at == change + 9 * HOUR - 2 * HOUR
    assert solution.missed_at is None


def test_a_smaller_budget_is_due_at_once_and_not_in_the_past() -> None:
    change = MONDAY + 3 * HOUR
    found = fold(opened(), Fact("severity", change, severity="A"))
    assert only(found, "first").due_at == change


def test_a_deadline_that_passed_stays_missed_whatever_is_promised_later() -> None:
    late = MONDAY + 5 * HOUR
    for change in (Fact("severity", late, severity="A"), Fact("agreement", late, version=2)):
        found = fold(opened(), change, Fact("answered", late + MINUTE))
        assert only(found, "first").missed_at == MONDAY + 4 * HOUR


def test_another_agreement_is_an_event_like_the_others() -> None:
    change = MONDAY + HOUR
    found = fold(opened(), Fact("agreement", change, version=2))
    assert only(found, "first").due_at == change + HOUR
    assert only(found, "resolution").due_at == change + 8 * HOUR


def test_a_resolved_case_that_reopens_goes_on_with_its_solution() -> None:
    solved, again = MONDAY + 3 * HOUR, MONDAY + 6 * HOUR
    before = (opened(), Fact("answered", solved), Fact("resolved", solved, "cust"))
    assert only(fold(*before), "resolution").ended_at == solved
    found = fold(*before, Fact("reopened", again, "us"))
    assert only(found, "resolution").used == 3 * HOUR
    assert only(found, "resolution").due_at == datetime(2026, 11, 25, 13, tzinfo=SHANGHAI)
    assert only(found, "update").due_at == datetime(2026, 11, 24, 11, tzinfo=SHANGHAI)


def test_closing_without_an_answer_counts_for_nothing_and_reopening_takes_it_up() -> None:
    found = fold(opened(), Fact("closed", MONDAY + HOUR, ""))
    assert all(clock.void and clock.due_at is None for clock in found.all)
    again = fold(opened(), Fact("closed", MONDAY + HOUR, ""), Fact("reopened", MONDAY + 2 * HOUR, "us"))
    assert only(again, "first").due_at == MONDAY + 5 * HOUR
    assert not only(again, "first").void


def test_a_merged_case_owes_nothing_of_its_own() -> None:
    found = fold(opened(), Fact("merged", MONDAY + HOUR, ""))
    assert all(clock.void and clock.due_at is None for clock in found.all)


def test_what_is_written_down_late_does_not_run_backwards() -> None:
    found = fold(opened(), Fact("answered", MONDAY + 2 * HOUR), Fact("handed", MONDAY + HOUR, "cust"))
    assert only(found, "resolution").used == 2 * HOUR


def test_nothing_promised_is_nothing_due() -> None:
    found = clocks.fold([opened(), Fact("answered", MONDAY + HOUR)], {})
    assert found.due_at is None


# --- Any course of events --------------------------------------------------------------------------------------------

happenings = st.one_of(
    st.just(("answered", None, "", None)), st.sampled_from(("A", "B")).map(lambda one: ("severity", None, one, None)),
    st.sampled_from((1, 2)).map(lambda one: ("agreement", None, "", one)),
    st.sampled_from(("us", "cust", "oper")).map(lambda one: ("handed", one, "", None)),
    st.just(("resolved", "cust", "", None)), st.just(("closed", "", "", None)), st.just(("reopened", "us", "", None)),
)  # fmt: skip


@st.composite
def courses(draw: st.DrawFn) -> list[Fact]:
    """A case from its opening on, through anything that may happen, in any order."""
    at = draw(strategies.instants(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)))
    found = [Fact("opened", at, "us", draw(st.sampled_from(("A", "B"))), 1)]
    for kind, holder, severity, version in draw(st.lists(happenings, max_size=12)):
        at += draw(st.timedeltas(timedelta(), timedelta(days=9)))
        found.append(Fact(kind, at, holder, severity, version))
    return found


@settings(max_examples=200)
@given(courses(), st.timedeltas(timedelta(), timedelta(days=9)))
def test_every_second_is_in_exactly_one_hand(facts: list[Fact], rest: timedelta) -> None:
    until = facts[-1].at + rest
    holds = clocks.hands(facts, TERMS, until=until)
    assert sum((hold.until - hold.since for hold in holds), timedelta()) == until - facts[0].at
    assert all(one.until == other.since and one.party != other.party for one, other in pairwise(holds))
    assert {hold.party for hold in holds} <= {rules.US, rules.CUSTOMER, rules.OPERATOR, clocks.OFF, clocks.DONE}
    if holds:
        assert (holds[0].since, holds[-1].until) == (facts[0].at, until)


@settings(max_examples=200)
@given(courses(), st.data())
def test_a_merge_that_is_undone_leaves_no_trace_in_the_clocks(facts: list[Fact], data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(facts)))
    at = facts[place - 1].at
    merged = [*facts[:place], Fact("merged", at, ""), Fact("unmerged", at, "us"), *facts[place:]]
    assert clocks.fold(merged, TERMS).all == clocks.fold(facts, TERMS).all
    until = facts[-1].at
    assert clocks.hands(merged, TERMS, until=until) == clocks.hands(facts, TERMS, until=until)


@settings(max_examples=200)
@given(courses())
def test_a_clock_never_forgets_what_it_used(facts: list[Fact]) -> None:
    found = Clocks(TERMS)
    used: dict[tuple[str, int], timedelta] = {}
    missed: set[tuple[str, int]] = set()
    for fact in facts:
        found.take(fact)
        for clock in found.all:
            key = (clock.promise, clock.period)
            assert clock.used >= used.get(key, timedelta())
            used[key] = clock.used
            assert clock.missed_at is not None or key not in missed
            missed |= {key} if clock.missed_at is not None else set()
            assert not (clock.runs and clock.ended_at is not None)
            if clock.due_at is not None:
                assert clock.due_at >= clock.stretches[-1].since


@settings(max_examples=100)
@given(courses(), st.data())
def test_events_folded_in_two_goes_leave_the_same_clocks(facts: list[Fact], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(facts)))
    found = clocks.fold(facts[:cut], TERMS)
    for fact in facts[cut:]:
        found.take(fact)
    assert found.all == clocks.fold(facts, TERMS).all
