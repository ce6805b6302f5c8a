"""When hours count: a week of windows in one time zone, and dates that differ from it.

Two functions carry everything, and undo each other exactly: ``elapsed(a, b)`` says how much counted time lies between
two instants, ``advance(t, budget)`` when a budget that begins to run at ``t`` is used up. Both look hours up in a table
made once per year, so a span of ten years costs no more than ten look-ups; nothing steps through minutes.

A window belongs to the day on which it begins, also when it ends on the next: a date that differs from the week changes
the windows that begin on it. Local times that the clock skips (summer time) stand for the instant of the jump, those it
shows twice for the first of the two; so each moment counts once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any
from zoneinfo import ZoneInfo

MINUTE = 60_000_000  # instants and lengths are counted in microseconds, so that nothing is rounded
DAY = 1440
LAST_YEAR = 9998
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_NEVER = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // _TICK
_KEPT = 64  # tables of years that a calendar keeps at a time


class NeverOpens(LookupError):
    """The calendar holds no such amount of time from there on: nothing that it opens is left."""


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Counted time of a day: from a minute of the day on, for so many minutes; past midnight if it is longer."""

    start: int
    minutes: int

    def __post_init__(self) -> None:
        if not (0 <= self.start < DAY and 0 < self.minutes <= DAY):
            raise ValueError(f"no window of a day: {self.start} + {self.minutes}")

    @property
    def end(self) -> int:
        """The minute at which it ends; past ``DAY`` on the next day."""
        return self.start + self.minutes


Windows = tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """Days from ``since`` to ``until`` (both of them) that have windows of their own; none: closed."""

    since: date
    until: date
    windows: Windows
    kind: str = "exception"
    why: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """Time that counted without a break."""

    since: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.until - self.since


@dataclass(frozen=True, slots=True)
class _Year:
    """What begins in one local year: starts and ends, and how much has counted at each end."""

    starts: list[int]
    ends: list[int]
    counted: list[int]

    @property
    def total(self) -> int:
        return self.counted[-1] if self.counted else 0

    def before(self, instant: int) -> int:
        """How much of it lies before an instant."""
        place = bisect_right(self.starts, instant)
        if place == 0:
            return 0
        return self.counted[place - 1] - max(0, self.ends[place - 1] - instant)

    def at(self, counted: int) -> int:
        """The first instant at which so much has counted."""
        place = bisect_left(self.counted, counted)
        return self.ends[place] - (self.counted[place] - counted)


_NOTHING = _Year([], [], [])


@dataclass(frozen=True)
class Calendar:
    """The hours that count. ``dated`` is in order and does not overlap.

    country: whose public holidays are among the dates (empty: none are kept); years: the first and the last year whose
    holidays are; unsure: those among them of which not everything is known yet.
    """

    zone: str
    week: tuple[Windows, ...]
    dated: tuple[Dated, ...] = ()
    country: str = ""
    years: tuple[int, int] = (1, LAST_YEAR)
    unsure: frozenset[int] = frozenset()
    _tables: dict[int, _Year] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError("a week has seven days")
        if any(one.until >= other.since for one, other in pairwise(self.dated)):
            raise ValueError("dates that differ from the week stand in order and do not overlap")

    # --- The two functions -------------------------------------------------------------------------------------------

    def elapsed(self, since: datetime, until: datetime) -> timedelta:
        """How much time counted between two instants; nothing when the second comes first."""
        if until <= since:
            return timedelta()
        start, end = _ticks(since), _ticks(until)
        first, last = self._year_of(since) - 1, self._year_of(until)
        tables = [self._table(year) for year in range(max(first, 1), last + 1)]
        return timedelta(microseconds=sum(table.before(end) - table.before(start) for table in tables))

    def advance(self, since: datetime, budget: timedelta) -> datetime:
        """The first instant at which so much time has counted since ``since``; NeverOpens when there never is."""
        left = budget // _TICK
        if left < 0:
            raise ValueError("time does not run backwards")
        if left == 0:
            return since
        start, year = _ticks(since), max(self._year_of(since) - 1, 1)
        while self._may_open(year):
            table = self._table(year)
            done = table.before(start)
            if table.total - done >= left:
                return _instant(table.at(done + left))
            left -= table.total - done
            year += 1
        raise NeverOpens(f"the calendar does not open for {budget} after {since}")

    # --- Looking at it -----------------------------------------------------------------------------------------------

    def counted(self, since: datetime, until: datetime) -> Iterator[Interval]:
        """The intervals that count between two instants, in order, each as long as it can be, made when asked."""
        start, end = _ticks(since), _ticks(until)
        if end <= start:
            return
        run: tuple[int, int] | None = None
        for year in range(max(self._year_of(since) - 1, 1), self._year_of(until) + 1):
            table = self._table(year)
            for place in range(bisect_right(table.ends, start), bisect_left(table.starts, end)):
                one = max(table.starts[place], start), min(table.ends[place], end)
                if run is not None and run[1] == one[0]:
                    run = run[0], one[1]
                    continue
                if run is not None:
                    yield Interval(_instant(run[0]), _instant(run[1]))
                run = one
        if run is not None:
            yield Interval(_instant(run[0]), _instant(run[1]))

    def is_open(self, at: datetime) -> bool:
        """Whether time counts at an instant."""
        return self.elapsed(at, at + _TICK) > timedelta()

    def opens(self, at: datetime) -> datetime:
        """The first instant from then on at which time counts; NeverOpens when there is none."""
        return self.advance(at, _TICK) - _TICK

    def unsure_years(self, since: datetime, until: datetime) -> list[int]:
        """The years of a span of which not all holidays are known, so that its hours may still change."""
        if not self.country:
            return []
        years = range(self._year_of(since), self._year_of(until) + 1)
        first, last = self.years
        return [year for year in years if year in self.unsure or not first <= year <= last]

    def on(self, day: date) -> Dated | None:
        """What makes this day differ from its weekday, if something does."""
        place = bisect_right(self.dated, day, key=lambda one: one.since)
        found = self.dated[place - 1] if place else None
        return found if found is not None and day <= found.until else None

    def windows(self, day: date) -> Windows:
        """The windows that begin on a day."""
        dated = self.on(day)
        return dated.windows if dated is not None else self.week[day.weekday()]

    # --- The tables --------------------------------------------------------------------------------------------------

    def _year_of(self, at: datetime) -> int:
        return at.astimezone(_zone(self.zone)).year

    def _may_open(self, year: int) -> bool:
        """Whether anything can begin in this year or a later one."""
        if year > LAST_YEAR:
            return False
        if any(one.windows and one.until.year >= year for one in self.dated):
            return True
        closed_for_good = bool(self.dated) and self.dated[-1].until.year > LAST_YEAR
        return any(self.week) and not (closed_for_good and self.dated[-1].since.year < year)

    def _table(self, year: int) -> _Year:
        table = self._tables.get(year)
        if table is None:
            if len(self._tables) >= _KEPT:
                self._tables.clear()
            table = self._tables[year] = self._made(year)
        return table

    def _made(self, year: int) -> _Year:
        first, last = date(year, 1, 1), date(year, 12, 31)
        whole = self.on(first)
        if whole is not None and whole.until >= last and not whole.windows:
            return _NOTHING
        zone = _zone(self.zone)
        until = self._end_of_day_before(first, zone)
        starts, ends, lengths = list[int](), list[int](), list[int]()
        for number in range(first.toordinal(), last.toordinal() + 1):
            for start, end in _of_day(zone, date.fromordinal(number), self.windows(date.fromordinal(number))):
                begins = max(start, until)
                if begins < end:
                    starts.append(begins)
                    ends.append(end)
                    lengths.append(end - begins)
                    until = end
        return _Year(starts, ends, list(accumulate(lengths)))

    def _end_of_day_before(self, day: date, zone: ZoneInfo) -> int:
        """Where the windows of the eve end, which may reach into the day."""
        eve = day - timedelta(days=1) if day > date.min else day
        return max((end for _start, end in _of_day(zone, eve, self.windows(eve))), default=_NEVER)


def around_the_clock() -> tuple[Windows, ...]:
    """A week without a gap."""
    return ((Window(0, DAY),),) * 7


# --- Instants --------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def _ticks(at: datetime) -> int:
    return (at - _EPOCH) // _TICK


def _instant(ticks: int) -> datetime:
    return _EPOCH + timedelta(microseconds=ticks)


def _of_day(zone: ZoneInfo, day: date, windows: Windows) -> list[tuple[int, int]]:
    """The windows that begin on a local day, as instants in order; what the clock skips has no length."""
    if not windows:
        return []
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001  # a local time, whose zone is said beside it
    offset = _steady(zone, midnight)
    if offset is not None:
        base = (midnight.replace(tzinfo=UTC) - _EPOCH - offset) // _TICK
        return [(base + each.start * MINUTE, base + each.end * MINUTE) for each in sorted(windows)]
    at = [
        (midnight + timedelta(minutes=each.start), midnight + timedelta(minutes=each.end)) for each in sorted(windows)
    ]
    return [(_ticks(_first(zone, start)), _ticks(_first(zone, end))) for start, end in at]


def _steady(zone: ZoneInfo, midnight: datetime) -> timedelta | None:
    """How far the local clock is ahead, when it is so through this day and the next; None when it changes."""
    offsets = {zone.utcoffset(midnight + timedelta(hours=12 * half)) for half in range(-1, 6)}
    return offsets.pop() if len(offsets) == 1 else None


def _first(zone: ZoneInfo, local: datetime) -> datetime:
    """The first instant at which the local clock shows this time, or jumps over it."""
    one, other = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return one if one <= other else _jump(zone, other, one)


def _jump(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The instant between two at which the local clock changes."""
    offset = before.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while low < high:  # the first second at which it has changed
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset:
            low = middle + 1
        else:
            high = middle
    return before + timedelta(seconds=low)


# --- As text and as data ---------------------------------------------------------------------------------------------


def said(windows: Sequence[Window]) -> str:
    """Windows as a person writes them: ``09:00-12:00, 13:00-18:00``."""
    return ", ".join(
        f"{_clock(each.start)}-{_clock(each.end if each.end <= DAY else each.end - DAY)}" for each in windows
    )


def read(text: str) -> Windows:
    """Windows as a person wrote them; ValueError when they make no sense or overlap."""
    plain = text.translate(str.maketrans("–—~〜～：，、；;", "-----:,,,,")).replace(" ", "")
    found = tuple(sorted(_window(part) for part in plain.split(",") if part))
    if any(one.end > other.start for one, other in pairwise(found)):
        raise ValueError("windows of a day overlap")
    return found


def _window(text: str) -> Window:
    since, _dash, until = text.partition("-")
    start, end = _minute(since), _minute(until)
    return Window(start, end - start if end > start else end + DAY - start)


def _minute(text: str) -> int:
    hours, _colon, minutes = text.partition(":")
    value = int(hours) * 60 + int(minutes or 0)
    if not (hours.isdecimal() and 0 <= int(minutes or 0) < 60 and 0 <= value <= DAY):
        raise ValueError(f"no time of day: {text}")
    return value


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def as_data(calendar: Calendar) -> dict[str, Any]:
    """A calendar for keeping as JSON."""
    return {
        "zone": calendar.zone, "week": [pairs(day) for day in calendar.week], "country": calendar.country,
        "years": list(calendar.years), "unsure": sorted(calendar.unsure),
        "dated": [
            [one.since.isoformat(), one.until.isoformat(), pairs(one.windows), one.kind, one.why]
            for one in calendar.dated
        ],
    }  # fmt: skip


def from_data(data: dict[str, Any]) -> Calendar:
    """The calendar that was kept."""
    first, last = data["years"]
    return Calendar(
        zone=data["zone"], week=tuple(windows(day) for day in data["week"]), country=data["country"],
        years=(first, last), unsure=frozenset(data["unsure"]),
        dated=tuple(
            Dated(date.fromisoformat(since), date.fromisoformat(until), windows(kept), kind, why)
            for since, until, kept, kind, why in data["dated"]
        ),
    )  # fmt: skip


def pairs(windows: Windows) -> list[list[int]]:
    """Windows for keeping as JSON: the minute at which each starts, and how many it has."""
    return [[each.start, each.minutes] for each in windows]


def windows(kept: list[list[int]]) -> Windows:
    """The windows that were kept."""
    return tuple(Window(start, minutes) for start, minutes in kept)
