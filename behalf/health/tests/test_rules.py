"""Which state counts, what ninety days looked like, what may follow what: no database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from behalf.health import rules
from behalf.health.rules import Kind, Level, Span, Stage, State, Step

START = datetime(2026, 8, 27, tzinfo=UTC)
END = START + timedelta(days=90)

instants = st.integers(-10 * 24 * 60, 100 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
states = st.sampled_from(State)


@st.composite
def stretches(draw: st.DrawFn) -> Span:
    start, end = sorted((draw(instants), draw(instants)))
    return Span(draw(states), start, None if draw(st.booleans()) or start == end else end)


sources = st.lists(stretches(), max_size=8)


# --- Worst state ---------------------------------------------------------------------------------------------------


def test_an_interruption_in_one_place_makes_the_service_interrupted() -> None:
    assert rules.worst([State.NORMAL, State.INTERRUPTION, State.RESTORING]) is State.INTERRUPTION


def test_nothing_said_is_unknown_not_normal() -> None:
    assert rules.worst([]) is State.UNKNOWN


@given(st.lists(states, min_size=1))
def test_the_worst_is_one_of_them_and_none_is_worse(several: list[State]) -> None:
    found = rules.worst(several)
    assert found in several
    assert all(rules.RANK[state] <= rules.RANK[found] for state in several)


@given(st.lists(states), st.lists(states))
def test_the_worst_of_all_is_the_worst_of_the_parts(some: list[State], others: list[State]) -> None:
    if some and others:
        assert rules.worst(some + others) is rules.worst([rules.worst(some), rules.worst(others)])


def test_every_state_has_a_level_and_worse_states_never_a_lower_one_among_good_and_bad() -> None:
    assert set(rules.LEVEL) == set(State)
    counted = [rules.LOSS[rules.LEVEL[state]] for state in State if rules.LEVEL[state] in rules.LOSS]
    assert counted == sorted(counted)


@pytest.mark.parametrize("state", rules.RUNNING)
def test_an_advisory_never_makes_a_service_worse_than_advisory(state: State) -> None:
    assert rules.effect(Kind.ADVISORY, state) is State.ADVISORY
    assert rules.effect(Kind.OUTAGE, state) is state


# --- History -------------------------------------------------------------------------------------------------------


def test_each_statement_lasts_until_the_next() -> None:
    one, two = START, START + timedelta(hours=3)
    assert rules.spans([(two, State.NORMAL), (one, State.DEGRADATION)]) == [
        Span(State.DEGRADATION, one, two),
        Span(State.NORMAL, two, None),
    ]


def test_nothing_said_is_no_stretch() -> None:
    assert rules.spans([]) == []


def test_of_two_statements_for_one_instant_the_later_said_counts() -> None:
    assert rules.spans([(START, State.NORMAL), (START, State.UNKNOWN)]) == [Span(State.UNKNOWN, START, None)]


def test_an_ended_incident_says_nothing_any_more() -> None:
    hour = timedelta(hours=1)
    said = [
        (START, Kind.OUTAGE, State.INTERRUPTION),
        (START + hour, Kind.OUTAGE, State.RESTORED),
        (START + 48 * hour, Kind.OUTAGE, State.REVIEWED),
    ]
    assert rules.incident_spans(said, START) == [Span(State.INTERRUPTION, START, START + hour)]


def test_a_place_that_an_incident_reached_later_is_bad_only_from_then() -> None:
    hour = timedelta(hours=1)
    said = [(START, Kind.OUTAGE, State.INTERRUPTION), (START + 4 * hour, Kind.OUTAGE, State.RESTORED)]
    assert rules.incident_spans(said, START + hour) == [Span(State.INTERRUPTION, START + hour, START + 4 * hour)]
    assert rules.incident_spans(said, START + 5 * hour) == []


@given(sources)
def test_a_timeline_has_neither_gap_nor_overlap(said: list[Span]) -> None:
    line = rules.timeline(said, START, END)
    assert line[0].start == START
    assert line[-1].end == END
    assert all(left.end == right.start for left, right in pairwise(line))
    assert all(left.state is not right.state for left, right in pairwise(line))


@given(sources, st.integers(0, 90 * 24 * 60 - 1))
def test_at_every_instant_the_worst_source_counts(said: list[Span], minute: int) -> None:
    at = START + timedelta(minutes=minute)
    here = next(span for span in rules.timeline(said, START, END) if span.start <= at < (span.end or END))
    covering = [span.state for span in said if span.start <= at and (span.end is None or span.end > at)]
    assert here.state is rules.worst(covering)


@given(sources)
def test_each_day_is_as_bad_as_its_worst_hour(said: list[Span]) -> None:
    begins = [START + timedelta(days=day) for day in range(90)]
    line = rules.timeline(said, START, END)
    levels = rules.day_levels(line, begins, END)
    assert len(levels) == 90
    for begin, level in zip(begins, levels, strict=True):
        day_end = begin + timedelta(days=1)
        inside = [rules.LEVEL[span.state] for span in line if span.start < day_end and (span.end or END) > begin]
        assert rules.DAY_RANK[level] == max(rules.DAY_RANK[each] for each in inside)


def test_days_begin_at_midnight_where_the_reader_is() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    begins = rules.midnights(date(2026, 11, 24), shanghai)
    assert len(begins) == 90
    assert begins[0] == datetime(2026, 8, 27, tzinfo=shanghai)
    late = datetime(2026, 11, 23, 23, 30, tzinfo=shanghai)
    outage = [Span(State.INTERRUPTION, late, late + timedelta(hours=1)), Span(State.NORMAL, begins[0], None)]
    now = begins[-1] + timedelta(hours=9)
    levels = rules.day_levels(rules.timeline(outage, begins[0], now), begins, now)
    assert levels[-2:] == [Level.CRITICAL, Level.CRITICAL]
    assert set(levels[:-2]) == {Level.NORMAL}


def test_a_day_lasts_as_long_as_the_clocks_say_where_they_are_changed() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    begins = rules.midnights(date(2026, 10, 26), berlin, 3)
    assert [later.astimezone(UTC) - earlier.astimezone(UTC) for earlier, later in pairwise(begins)] == [
        timedelta(hours=24),
        timedelta(hours=25),
    ]


@given(sources)
def test_availability_is_a_share_and_unknown_only_when_nothing_is_known(said: list[Span]) -> None:
    line = rules.timeline(said, START, END)
    share = rules.availability([line])
    if share is None:
        assert {rules.LEVEL[span.state] for span in line} <= {Level.UNKNOWN, Level.PLANNED}
    else:
        assert 0 <= share <= 1


@given(sources, stretches())
def test_an_outage_more_never_raises_the_availability_of_known_time(said: list[Span], more: Span) -> None:
    normal = [Span(State.NORMAL, START - timedelta(days=20), None)]
    known = [span for span in said if rules.LEVEL[span.state] in rules.LOSS]
    outage = Span(State.INTERRUPTION, more.start, more.end)
    before = rules.availability([rules.timeline([*normal, *known], START, END)])
    after = rules.availability([rules.timeline([*normal, *known, outage], START, END)])
    assert before is not None
    assert after is not None
    assert after <= before + 1e-12


def test_an_outage_counts_whole_a_degradation_half_and_planned_work_not_at_all() -> None:
    day = timedelta(days=1)
    line = [
        Span(State.NORMAL, START, START + 8 * day),
        Span(State.INTERRUPTION, START + 8 * day, START + 9 * day),
        Span(State.DEGRADATION, START + 9 * day, START + 10 * day),
        Span(State.MAINTENANCE, START + 10 * day, START + 20 * day),
        Span(State.UNKNOWN, START + 20 * day, START + 30 * day),
    ]
    assert rules.availability([line]) == pytest.approx(0.85)


# --- What may follow what ------------------------------------------------------------------------------------------


def test_an_ended_incident_gets_its_review_and_nothing_else() -> None:
    assert rules.next_states(State.RESTORED) == (State.REVIEWED,)
    assert rules.next_states(State.REVIEWED) == ()
    assert State.FALSE_POSITIVE in rules.next_states(State.INVESTIGATING)
    assert rules.next_states(State.RESTORING)[0] is State.RESTORING


@given(st.lists(states, min_size=1, max_size=6))
def test_whatever_may_be_published_step_by_step_is_sound(several: list[State]) -> None:
    stepwise = several[0] in rules.RUNNING and all(
        rules.may_follow(before, after) for before, after in pairwise(several)
    )
    if stepwise:
        assert rules.is_sound(several)


def test_an_outage_may_turn_out_to_have_been_planned_work_but_not_end_as_such() -> None:
    assert rules.is_sound([State.MAINTENANCE, State.RESTORED])
    assert not rules.is_sound([State.INVESTIGATING, State.MAINTENANCE])
    assert not rules.is_sound([State.RESTORED, State.DEGRADATION])
    assert not rules.is_sound([State.REVIEWED, State.RESTORED])
    assert rules.is_sound([State.DEGRADATION, State.RESTORED, State.REVIEWED])


def test_planned_work_is_announced_five_days_ahead() -> None:
    assert not rules.is_short_notice(START + timedelta(days=5), START)
    assert rules.is_short_notice(START + timedelta(days=5, seconds=-1), START)


def test_the_steps_of_planned_work() -> None:
    assert rules.stage_after(Stage.PLANNED, Step.STARTED) is Stage.RUNNING
    assert rules.stage_after(Stage.RUNNING, Step.CANCELLED) is None
    assert rules.stage_after(Stage.ENDED, Step.CORRECTED) is Stage.ENDED
    assert rules.steps_from(Stage.CANCELLED) == (Step.CORRECTED,)
