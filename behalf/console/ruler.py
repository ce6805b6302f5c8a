"""The day as a ruler: where now is, and where the deadlines are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

BEHIND = timedelta(hours=4)
SPAN = timedelta(hours=12)
TICK = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Mark:
    """A deadline at its place, in percent of the ruler."""

    x: float
    label: str
    severity: str
    url: str
    at: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class Ruler:
    """Twelve hours around now, on the reader's clock."""

    start: datetime
    now: datetime
    hours: tuple[tuple[float, datetime], ...]
    marks: tuple[Mark, ...]

    @property
    def x(self) -> float:
        """Where now is."""
        return _place(self.now, self.start)

    @property
    def end(self) -> datetime:
        """Where the ruler ends."""
        return self.start + SPAN


def around(now: datetime, deadlines: Iterable[tuple[datetime, str, str, str]]) -> Ruler:
    """The ruler for deadlines of (instant, label, severity, address); what was due before it stands at its beginning.

    now: with the reader's zone, for the hours are the reader's.
    """
    start = (now - BEHIND).replace(minute=0, second=0, microsecond=0)
    ticks = [start + TICK * number for number in range(SPAN // TICK + 1)]
    marks = [
        Mark(max(0.0, _place(at, start)), label, severity, url, at, is_late=at < now)
        for at, label, severity, url in deadlines
        if at <= start + SPAN
    ]
    return Ruler(start, now, tuple((_place(tick, start), tick) for tick in ticks), tuple(marks))


def _place(at: datetime, start: datetime) -> float:
    return round((at - start) / SPAN * 100, 1)
