"""Seats, terms and the sixty days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from behalf.subscriptions import rules
from tests import strategies

BEIJING, NEW_YORK, SANTIAGO, LORD_HOWE = map(
    ZoneInfo, ("Asia/Shanghai", "America/New_York", "America/Santiago", "Australia/Lord_Howe")
)
SUSPENDED = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)
END = rules.deletion(SUSPENDED, BEIJING)

ZONES = st.sampled_from(sorted(available_timezones() - {"localtime"})).map(ZoneInfo)
INSTANTS = strategies.instants(datetime(2012, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC))


def test_day_sixty_is_good_for_reactivation_to_its_end() -> None:
    assert not rules.is_over(END, datetime(2026, 12, 12, 23, 59, 59, tzinfo=BEIJING))
    assert rules.is_over(END, datetime(2026, 12, 13, tzinfo=BEIJING))


@pytest.mark.parametrize(
    ("day", "left"),
    [(date(2026, 10, 13), 60), (date(2026, 10, 14), 59), (date(2026, 11, 24), 18), (date(2026, 12, 12), 0)],
)
@pytest.mark.parametrize("clock", [time.min, time(12), time.max])
def test_days_are_counted_by_the_calendar(day: date, clock: time, left: int) -> None:
    now = datetime.combine(day, clock, BEIJING)
    assert rules.days_left(END, now, BEIJING) == left
    assert rules.last_day_of(END, BEIJING) == date(2026, 12, 12)


@given(INSTANTS, ZONES)
@example(datetime(2026, 9, 2, 12, tzinfo=UTC), NEW_YORK)  # the clocks go back on day 60
@example(datetime(2026, 7, 8, 12, tzinfo=UTC), SANTIAGO)  # there is no midnight after day 60
@example(datetime(2026, 2, 3, 12, tzinfo=UTC), SANTIAGO)  # its last hour comes twice
@example(datetime(2026, 2, 4, 12, tzinfo=UTC), LORD_HOWE)  # the clocks go back by half an hour
def test_the_end_is_that_of_the_sixtieth_day_in_any_zone(suspended_at: datetime, zone: ZoneInfo) -> None:
    end = rules.deletion(suspended_at, zone)
    sixtieth = suspended_at.astimezone(zone).date() + timedelta(days=60)
    assert end.astimezone(zone).date() == sixtieth
    assert (end + timedelta(microseconds=1)).astimezone(zone).date() > sixtieth
    assert timedelta(days=60) - timedelta(hours=3) <= end - suspended_at <= timedelta(days=61, hours=3)


@given(INSTANTS, ZONES, st.timedeltas(timedelta(0), timedelta(days=70)))
def test_the_countdown_never_rises_and_is_zero_from_the_last_day_on(
    suspended_at: datetime, zone: ZoneInfo, gone: timedelta
) -> None:
    end = rules.deletion(suspended_at, zone)
    now = suspended_at + gone
    left = rules.days_left(end, now, zone)
    assert rules.days_left(end, suspended_at, zone) == 60
    assert 0 <= rules.days_left(end, now + timedelta(hours=1), zone) <= left <= 60
    assert (left == 0) == (now.astimezone(zone).date() >= rules.last_day_of(end, zone))


@given(INSTANTS, ZONES)
def test_each_threshold_is_noticed_once_on_its_day(suspended_at: datetime, zone: ZoneInfo) -> None:
    end = rules.deletion(suspended_at, zone)
    sent: list[int] = []
    when: list[int] = []
    for hour in range(0, 62 * 24, 6):
        now = suspended_at + timedelta(hours=hour)
        days = rules.notice_due(end, now, sent, zone)
        if days is not None:
            assert end <= rules.within_notice(now)
            sent.append(days)
            when.append(rules.days_left(end, now, zone))
    assert sent == when == [30, 14, 7, 1]


def test_missed_notices_are_passed_over() -> None:
    assert rules.notice_due(END, END - timedelta(days=6), [], BEIJING) == 7
    assert rules.notice_due(END, END - timedelta(days=6), [7], BEIJING) is None
    assert rules.notice_due(END, END + timedelta(seconds=1), [], BEIJING) is None


def test_a_subscription_starts_on_the_next_day_in_beijing() -> None:
    assert rules.first_day(datetime(2026, 11, 24, 17, 0, tzinfo=UTC), BEIJING) == date(2026, 11, 26)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 11, 25), date(2027, 11, 24)),
        (date(2027, 3, 1), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2029, 2, 27)),
    ],
)
def test_a_term_ends_on_the_day_before(start: date, end: date) -> None:
    assert rules.last_day(start, 12) == end
