"""When somebody wants to be reminded. Plain Python; the present and the zone are handed over."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOUR, TOMORROW, MONDAY, AT = "hour", "tomorrow", "monday", "at"
MORNING = time(9)
FARTHEST = timedelta(days=366)


def chosen(choice: str, *, at: datetime | None, now: datetime, zone: str) -> datetime | None:
    """The instant of a choice, mornings and wall times in the person's zone; None for a time that was not given."""
    there = ZoneInfo(zone)
    today = now.astimezone(there).date()
    match choice:
        case "hour":
            return now + timedelta(hours=1)
        case "tomorrow":
            return datetime.combine(today + timedelta(days=1), MORNING, there).astimezone(UTC)
        case "monday":
            return datetime.combine(today + timedelta(days=7 - today.weekday()), MORNING, there).astimezone(UTC)
    return at.replace(tzinfo=there).astimezone(UTC) if at is not None else None
