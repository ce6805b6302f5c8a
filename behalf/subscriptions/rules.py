"""What is right for a subscription: seats, term, suspension and its countdown (P20, P22)."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

DAYS_TO_DELETION = 60
NOTICES = (30, 14, 7, 1)
RIGHT_TO_IMPORT: Mapping[str, str] = {
    "customers": "customers.add",
    "subscriptions": "subscriptions.manage",
    "people": "people.manage",
}
BEIJING = ZoneInfo("Asia/Shanghai")


def kinds_to_import(may: Callable[[str], bool]) -> list[str]:
    """The kinds of file that somebody may import: those whose right they have."""
    return [kind for kind, right in RIGHT_TO_IMPORT.items() if may(right)]


def seats_fit(seats: int, least: int, most: int) -> bool:
    """Whether an order of so many seats is within the offer's limits."""
    return least <= seats <= most


def first_day(ordered_at: datetime) -> date:
    """A subscription starts on the day after its order, by Beijing's calendar (P12)."""
    return ordered_at.astimezone(BEIJING).date() + timedelta(days=1)


def last_day(start: date, months: int) -> date:
    """The day before the term's end: twelve months from 2 March end on 1 March."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


def deletion(suspended_at: datetime) -> datetime:
    """When a suspended subscription's data is deleted: sixty days on, to the minute (P22)."""
    return suspended_at + timedelta(days=DAYS_TO_DELETION)


def days_left(delete_at: datetime, now: datetime) -> int:
    """The days until then, a begun one counted in full; 0 when it is over."""
    return max(0, ceil((delete_at - now) / timedelta(days=1)))


def is_over(delete_at: datetime, now: datetime) -> bool:
    """Whether the countdown has ended, after which nothing brings the data back."""
    return delete_at <= now


def notice_due(delete_at: datetime, now: datetime, sent: Collection[int]) -> int | None:
    """Which notice is to be sent now: the nearest threshold reached, unless it or a later one was sent.

    One that was missed while nothing ran is passed over, so that nobody reads of 30 days when 14 are left.
    """
    reached = [days for days in NOTICES if days_left(delete_at, now) <= days]
    if not reached or is_over(delete_at, now):
        return None
    nearest = min(reached)
    return None if any(days <= nearest for days in sent) else nearest
