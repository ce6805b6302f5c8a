"""What is right for a subscription: seats, term, suspension and its countdown (P20, P22)."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS_TO_DELETION = 60
NOTICES = (30, 14, 7, 1)
RIGHT_TO_IMPORT: Mapping[str, str] = {
    "customers": "customers.add",
    "subscriptions": "subscriptions.manage",
    "people": "people.manage",
}
END_OF_DAY = time.max.replace(fold=1)  # where a clock is set back at midnight, the second of the two


def kinds_to_import(may: Callable[[str], bool]) -> list[str]:
    """The kinds of file that somebody may import: those whose right they have."""
    return [kind for kind, right in RIGHT_TO_IMPORT.items() if may(right)]


def seats_fit(seats: int, least: int, most: int) -> bool:
    """Whether an order of so many seats is within the offer's limits."""
    return least <= seats <= most


def first_day(ordered_at: datetime, zone: ZoneInfo) -> date:
    """A subscription starts on the day after its order, by the provider's calendar (P12)."""
    return ordered_at.astimezone(zone).date() + timedelta(days=1)


def last_day(start: date, months: int) -> date:
    """The day before the term's end: twelve months from 2 March end on 1 March."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


def deletion(suspended_at: datetime, zone: ZoneInfo) -> datetime:
    """When a suspended subscription's data is deleted: as day 60 ends, which is still good for reactivation (P22).

    The day of the suspension is day 0, and days are those of the provider's calendar, whoever looks from where.
    """
    last = suspended_at.astimezone(zone).date() + timedelta(days=DAYS_TO_DELETION)
    return datetime.combine(last, END_OF_DAY, zone).astimezone(UTC)


def days_left(delete_at: datetime, now: datetime, zone: ZoneInfo) -> int:
    """How many days come after today's until then; 0 on the last day, and when it is over."""
    return max(0, (last_day_of(delete_at, zone) - now.astimezone(zone).date()).days)


def last_day_of(delete_at: datetime, zone: ZoneInfo) -> date:
    """The last day on which it can be reactivated."""
    return delete_at.astimezone(zone).date()


def is_over(delete_at: datetime, now: datetime) -> bool:
    """Whether the countdown has ended, after which nothing brings the data back."""
    return delete_at < now


def within_notice(now: datetime) -> datetime:
    """What is deleted after this instant has no notice due yet, in whatever zone its days are counted."""
    return now + timedelta(days=max(NOTICES) + 2)


def notice_due(delete_at: datetime, now: datetime, sent: Collection[int], zone: ZoneInfo) -> int | None:
    """Which notice is to be sent now: the nearest threshold reached, unless it or a later one was sent.

    One that was missed while nothing ran is passed over, so that nobody reads of 30 days when 14 are left.
    """
    reached = [days for days in NOTICES if days_left(delete_at, now, zone) <= days]
    if not reached or is_over(delete_at, now):
        return None
    nearest = min(reached)
    return None if any(days <= nearest for days in sent) else nearest
