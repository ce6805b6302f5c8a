"""The one statement that asks the index. Which desk is asked the database knows itself, from the transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from behalf.cases.search import lexemes
from behalf.cases.search.asked import Asked

ENOUGH = 1000  # nothing is counted further

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIND = "select id, at, rank, total, exact from cases_search_find(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Place:
    """A hit's place in the order: those in which the words stand together first, then the newest."""

    rank: int
    at: datetime
    id: int

    def key(self) -> str:
        """The place as text, for an address."""
        return f"{self.rank + 1}.{(self.at - _EPOCH) // timedelta(microseconds=1)}.{self.id}"

    @classmethod
    def of(cls, key: str) -> Place | None:
        """The place that a key names; None for what is no key of ours."""
        parts = key.split(".")
        if len(parts) != 3 or not all(part.isdecimal() and len(part) < 17 for part in parts):
            return None
        rank, micros, pk = map(int, parts)
        return cls(min(rank, 2) - 1, _EPOCH + timedelta(microseconds=micros), pk)


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of places, how many there are in all (to 1,000, exact or at least), and whether more follow."""

    places: list[Place]
    count: int = 0
    is_exact: bool = True
    more: bool = False


def find(
    asked: Asked, *, person_id: int | None, background: bool, zone: str, after: Place | None, limit: int
) -> Answer:
    """Ask the index for one page; what asks nothing finds nothing."""
    clauses = lexemes.clauses(asked, person_id=person_id, background=background)
    if not clauses:
        return Answer([])
    since, until = _days(asked, zone)
    key = (after.rank, after.at, after.id) if after else (None, None, None)
    with connection.cursor() as cursor:
        values = [clauses, lexemes.runs(asked), asked.together, background, since, until, *key, limit + 1]
        cursor.execute(_FIND, values)
        rows = cursor.fetchall()
    if not rows:
        return Answer([])
    total, exact = rows[0][3:]
    places = [Place(rank, at, pk) for pk, at, rank, _total, _exact in rows[:limit]]
    return Answer(places, min(total, ENOUGH), exact, len(rows) > limit)


def _days(asked: Asked, zone: str) -> tuple[datetime | None, datetime | None]:
    """The instants between which a case was opened; the reader's days."""
    since = [_begins(each.day, zone) for each in asked.filters if each.name == "after" and each.day]
    until = [_begins(each.day, zone) for each in asked.filters if each.name == "before" and each.day]
    return max(since, default=None), min(until, default=None)


def _begins(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))
