"""Seats, terms and the sixty days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from behalf.subscriptions import rules

SUSPENDED = datetime(2026, 10, 13, 2, 0, tzinfo=UTC)
END = rules.deletion(SUSPENDED)


def test_the_end_is_sixty_days_after_to_the_minute() -> None:
    assert datetime(2026, 12, 12, 2, 0, tzinfo=UTC) == END
    assert not rules.is_over(END, END - timedelta(minutes=1))
    assert rules.is_over(END, END)


@pytest.mark.parametrize(
    ("gone", "left"), [(timedelta(0), 60), (timedelta(hours=1), 60), (timedelta(days=42), 18), (timedelta(days=61), 0)]
)
def test_a_begun_day_counts_in_full(gone: timedelta, left: int) -> None:
    assert rules.days_left(END, SUSPENDED + gone) == left


def test_each_threshold_is_noticed_once() -> None:
    sent: list[int] = []
    when: list[int] = []
    for hour in range(61 * 24):
        now = SUSPENDED + timedelta(hours=hour)
        days = rules.notice_due(END, now, sent)
        if days is not None:
            sent.append(days)
            when.append(rules.days_left(END, now))
    assert sent == when == [30, 14, 7, 1]


def test_missed_notices_are_passed_over() -> None:
    assert rules.notice_due(END, END - timedelta(days=6), []) == 7
    assert rules.notice_due(END, END - timedelta(days=6), [7]) is None
    assert rules.notice_due(END, END, []) is None


def test_a_subscription_starts_on_the_next_day_in_beijing() -> None:
    assert rules.first_day(datetime(2026, 11, 24, 17, 0, tzinfo=UTC)) == date(2026, 11, 26)


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
