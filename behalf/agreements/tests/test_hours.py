"""The algebra of hours: two functions that undo each other, over zones, clock changes, leap days and closures."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from behalf.agreements.rules import Calendar, Dated, NeverOpens, Window, around_the_clock, hours, read, said
from tests import strategies

# Zones that change their clocks at midnight, by half an hour, in winter, that lost a day, or that never change.
ZONES = (
    "Asia/Shanghai", "Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca",
    "America/Havana", "Asia/Beirut", "Pacific/Apia", "Asia/Kathmandu", "Europe/Dublin", "UTC",
)  # fmt: skip
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)

windows = st.builds(Window, st.integers(0, 1439), st.integers(1, 1440))
days = st.lists(windows, max_size=3).map(lambda found: tuple(sorted(found)))
weeks = st.tuples(*[days] * 7)
instants = strategies.instants(datetime(2007, 1, 1, tzinfo=UTC), datetime(2031, 12, 31, tzinfo=UTC))
budgets = st.timedeltas(timedelta(), timedelta(days=200))


@st.composite
def closures(draw: st.DrawFn) -> tuple[Dated, ...]:
    """Dates that differ: closed or open, for a day or for years."""
    found, day = list[Dated](), date(2006, 12, 1)
    for _number in range(draw(st.integers(0, 5))):
        since = day + timedelta(days=draw(st.integers(1, 1500)))
        until = since + timedelta(days=draw(st.one_of(st.integers(0, 3), st.integers(0, 1200))))
        found.append(Dated(since, until, draw(st.one_of(st.just(()), days))))
        day = until
    return tuple(found)


calendars = st.builds(Calendar, st.sampled_from(ZONES), weeks, closures())


@settings(max_examples=150)
@given(calendars, instants, budgets)
def test_what_was_advanced_has_elapsed(calendar: Calendar, since: datetime, budget: timedelta) -> None:
    try:
        until = calendar.advance(since, budget)
    except NeverOpens:
        assert not any(calendar.week)
        return
    assert calendar.elapsed(since, until) == budget
    if budget:
        assert calendar.elapsed(since, until - timedelta(microseconds=1)) == budget - timedelta(microseconds=1)


@settings(max_examples=150)
@given(calendars, instants, st.timedeltas(timedelta(), timedelta(days=400)))
def test_what_elapsed_leads_back(calendar: Calendar, since: datetime, span: timedelta) -> None:
    until = since + span
    elapsed = calendar.elapsed(since, until)
    assert elapsed <= span
    back = calendar.advance(since, elapsed)
    assert back <= until
    assert calendar.elapsed(back, until) == timedelta()


@settings(max_examples=100)
@given(calendars, instants, st.lists(st.timedeltas(timedelta(), timedelta(days=60)), min_size=1, max_size=5))
def test_parts_add_up(calendar: Calendar, since: datetime, spans: list[timedelta]) -> None:
    points = [since]
    for span in spans:
        points.append(points[-1] + span)
    parts = [calendar.elapsed(one, other) for one, other in pairwise(points)]
    assert sum(parts, timedelta()) == calendar.elapsed(points[0], points[-1])


@settings(max_examples=100)
@given(calendars, instants, st.timedeltas(timedelta(), timedelta(days=90)))
def test_the_intervals_are_what_counted(calendar: Calendar, since: datetime, span: timedelta) -> None:
    until = since + span
    found = list(calendar.counted(since, until))
    assert sum((each.length for each in found), timedelta()) == calendar.elapsed(since, until)
    assert all(each.length > timedelta() for each in found)
    assert all(one.until < other.since for one, other in pairwise(found))
    assert all(
        calendar.is_open(each.since) and not (each.until < until and calendar.is_open(each.until)) for each in found
    )


@settings(max_examples=40)
@given(calendars, strategies.instants(datetime(2009, 1, 1, tzinfo=UTC), datetime(2029, 12, 31, tzinfo=UTC)))
def test_it_counts_when_the_local_clock_says_so(calendar: Calendar, shown: datetime) -> None:
    """The plain reading: away from clock changes, a moment counts if its local time is in a window."""
    zone = ZoneInfo(calendar.zone)
    local = shown.replace(tzinfo=None)
    at = shown.replace(tzinfo=zone)
    near = {(at.astimezone(UTC) + timedelta(hours=step)).astimezone(zone).utcoffset() for step in range(-60, 61)}
    if len(near) > 1:
        return
    inside = any(
        start <= local < end
        for day in (local.date() - timedelta(days=1), local.date())
        for each in calendar.windows(day)
        for start in [datetime.combine(day, time()) + each.start * MINUTE]
        for end in [start + each.minutes * MINUTE]
    )
    assert calendar.is_open(at.astimezone(UTC)) is inside


@given(st.sampled_from(ZONES), instants, budgets)
@settings(max_examples=60)
def test_around_the_clock_is_the_plain_clock(zone: str, since: datetime, budget: timedelta) -> None:
    calendar = Calendar(zone, around_the_clock())
    assert calendar.advance(since, budget) == since + budget
    assert len(list(calendar.counted(since, since + budget + HOUR))) == 1


@given(st.sets(st.integers(0, 6), min_size=1), instants, budgets)
@settings(max_examples=60)
def test_any_subset_of_weekdays_has_a_deadline_on_one_of_them(
    open_on: set[int], since: datetime, budget: timedelta
) -> None:
    week = tuple((Window(540, 540),) if day in open_on else () for day in range(7))
    calendar = Calendar("Asia/Shanghai", week)
    until = calendar.advance(since, budget + MINUTE)
    assert until.astimezone(ZoneInfo("Asia/Shanghai")).weekday() in open_on


def test_a_calendar_that_never_opens_says_so() -> None:
    closed = Calendar("UTC", ((),) * 7)
    with pytest.raises(NeverOpens):
        closed.advance(datetime(2026, 1, 1, tzinfo=UTC), HOUR)
    for_good = Calendar("UTC", around_the_clock(), (Dated(date(2027, 1, 1), date.max, ()),))
    assert for_good.advance(datetime(2026, 12, 31, 22, tzinfo=UTC), HOUR) == datetime(2026, 12, 31, 23, tzinfo=UTC)
    with pytest.raises(NeverOpens):
        for_good.advance(datetime(2026, 12, 31, 22, tzinfo=UTC), 3 * HOUR)
    once = Calendar("UTC", ((),) * 7, (Dated(date(2040, 2, 29), date(2040, 2, 29), (Window(0, 60),)),))
    assert once.advance(datetime(2026, 1, 1, tzinfo=UTC), HOUR) == datetime(2040, 2, 29, 1, tzinfo=UTC)
    with pytest.raises(NeverOpens):
        once.advance(datetime(2026, 1, 1, tzinfo=UTC), 2 * HOUR)


def test_a_century_of_closure_is_walked_over() -> None:
    closed = Dated(date(2027, 1, 1), date(2126, 12, 31), ())
    calendar = Calendar("Europe/Berlin", around_the_clock(), (closed,))
    zone = ZoneInfo("Europe/Berlin")
    assert calendar.advance(datetime(2026, 12, 31, 23, tzinfo=zone), 2 * HOUR) == datetime(2127, 1, 1, 1, tzinfo=zone)


@pytest.mark.parametrize(
    ("day", "length"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24), (date(2028, 2, 29), 24)],
)
def test_a_local_day_is_as_long_as_it_is(day: date, length: int) -> None:
    calendar = Calendar("Europe/Berlin", ((),) * 7, (Dated(day, day, (Window(0, 1440),)),))
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Berlin"))
    assert calendar.elapsed(midnight - 48 * HOUR, midnight + 72 * HOUR) == length * HOUR


def test_a_window_in_the_skipped_hour_has_no_length_and_the_repeated_one_counts_once() -> None:
    gap = Calendar("Europe/Berlin", ((Window(120, 60),),) * 7)
    spring, autumn = datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert gap.elapsed(spring - HOUR, spring + 20 * HOUR) == timedelta()
    assert gap.elapsed(autumn, autumn + 24 * HOUR) == 2 * HOUR  # from the first 02:00 to 03:00


def test_a_day_that_never_was() -> None:
    """Samoa went to bed on 29 December 2011 and woke up on the 31st."""
    calendar = Calendar("Pacific/Apia", around_the_clock())
    assert calendar.elapsed(datetime(2011, 12, 28, tzinfo=UTC), datetime(2012, 1, 2, tzinfo=UTC)) == timedelta(days=5)


def test_a_night_shift_belongs_to_the_day_on_which_it_begins() -> None:
    night = Calendar("Asia/Tokyo", ((Window(1320, 480),),) * 7, (Dated(date(2026, 11, 25), date(2026, 11, 25), ()),))
    zone = ZoneInfo("Asia/Tokyo")
    assert night.advance(datetime(2026, 11, 24, 22, tzinfo=zone), 9 * HOUR) == datetime(2026, 11, 26, 23, tzinfo=zone)
    assert night.is_open(datetime(2026, 11, 25, 5, 59, tzinfo=zone))
    assert not night.is_open(datetime(2026, 11, 25, 22, tzinfo=zone))


def test_lunch_does_not_count() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    split = Calendar("Asia/Shanghai", (read("09:00-12:00, 13:00-18:00"),) * 5 + ((), ()))
    friday = datetime(2026, 11, 20, 11, tzinfo=zone)
    assert split.advance(friday, 8 * HOUR) == datetime(2026, 11, 23, 11, tzinfo=zone)
    assert [each.length for each in split.counted(friday, friday + timedelta(days=3))] == [HOUR, 5 * HOUR, 2 * HOUR]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("9-12,13:30-18", "09:00-12:00, 13:30-18:00"), ("22:00–06:00", "22:00-06:00"), ("0-24", "00:00-24:00"),
        ("", ""), ("09：00～18：00", "09:00-18:00"), ("13-18、9-12", "09:00-12:00, 13:00-18:00"),
    ],
)  # fmt: skip
def test_windows_are_read_as_people_write_them(text: str, plain: str) -> None:
    assert said(read(text)) == plain


@pytest.mark.parametrize("text", ["9", "25-26", "9-12, 11-13", "9:70-10", "nine-ten", "24:00-25:00", "-"])
def test_nonsense_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(text)


@given(calendars)
@settings(max_examples=30)
def test_a_calendar_comes_back_from_its_data(calendar: Calendar) -> None:
    assert hours.from_data(hours.as_data(calendar)) == calendar
