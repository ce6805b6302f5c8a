"""Who is on duty: people take turns week by week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

T = TypeVar("T")
HANDS_OVER = 9  # o'clock, on Mondays


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week(now: datetime, zone: str) -> date:
    """The Monday of the turn that runs now: turns change on Mondays at nine, on the rota's own clock."""
    there = now.astimezone(ZoneInfo(zone)) - timedelta(hours=HANDS_OVER)
    return monday(there.date())


def turn(people: Sequence[T], *, since: date, now: datetime, zone: str) -> T | None:
    """Whose turn it is, when the first of them began in the week of ``since``; nobody's when there is nobody."""
    if not people:
        return None
    weeks = (week(now, zone) - monday(since)).days // 7
    return people[weeks % len(people)]
