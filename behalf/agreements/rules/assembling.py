"""A calendar made of a desk's week, the public holidays that it keeps, and its own dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from behalf.agreements.rules import daysoff
from behalf.agreements.rules.hours import LAST_YEAR, Calendar, Dated, Windows

BEHIND, AHEAD = 1, 3  # years whose holidays a calendar carries, around the one in which it is assembled
FRIDAY = 4


def assemble(
    zone: str, week: Sequence[Windows], *, country: str = "", own: Iterable[Dated] = (), year: int
) -> Calendar:
    """The calendar as it stands in ``year``; the desk's own dates go before holidays."""
    first, last = (year - BEHIND, year + AHEAD) if country else (1, LAST_YEAR)
    ordered = sorted(own, key=lambda one: one.since)
    years = range(first, last + 1) if country else range(0)
    public = [
        each
        for number in years
        for each in _public(tuple(week), country, number)
        if not any(one.since <= each.since <= one.until for one in ordered)
    ]
    unsure = frozenset(number for number in years if not daysoff.of(country, number).complete)
    dated = tuple(sorted([*ordered, *public], key=lambda one: one.since))
    return Calendar(zone, tuple(week), dated, country, (first, last), unsure)


def _public(week: tuple[Windows, ...], country: str, year: int) -> Iterator[Dated]:
    known = daysoff.of(country, year)
    for day in sorted(known.off):
        yield Dated(day, day, (), "holiday")
    for day in sorted(known.worked):
        yield Dated(day, day, working_hours(week, day), "makeup")


def working_hours(week: Sequence[Windows], day: date) -> Windows:
    """The hours of a make-up working day: those of the last working day from Monday to Friday before it.

    The week's own hours of a Saturday or Sunday are those of a day off, so they are not taken.
    """
    for number in range(FRIDAY, -1, -1):
        if week[number]:
            return week[number]
    return week[day.weekday()]


def coming(calendar: Calendar, today: date, *, days: int = 366) -> list[Dated]:
    """What differs from the week in the next days, in order."""
    until = today + timedelta(days=days)
    return [one for one in calendar.dated if one.until >= today and one.since <= until]
