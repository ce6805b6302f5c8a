"""Public holidays, from the package ``holidays``: who is off when, and which days are worked to make up for it.

China moves days off by a notice that the State Council gives late in the year before. A year whose make-up working days
are not known yet is told apart, so that a deadline that reaches it can say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

COUNTRIES = ("CN", "JP")
FIRST, LAST = 1950, 2099
_NAMES = {"CN": {"zh-hans": "zh_CN", "ja": "en_US"}, "JP": {"ja": "ja", "zh-hans": "ja"}}


@dataclass(frozen=True, slots=True)
class Year:
    """The days of one year that differ from its weeks; ``complete``: whether all of them are known."""

    off: frozenset[date]
    worked: frozenset[date]
    complete: bool


@lru_cache(maxsize=256)
def of(country: str, year: int) -> Year:
    """The public holidays of a country in a year."""
    if not FIRST <= year <= LAST:
        return Year(frozenset(), frozenset(), complete=False)
    named = frozenset(_known(country, year, "en_US"))
    if country != "CN":
        return Year(named, frozenset(), complete=True)
    worked = frozenset(day for day in _worked(year) if day.year == year)
    return Year(_with_weekends(named, worked), worked, complete=bool(worked))


def name(country: str, day: date, language: str) -> str:
    """What a holiday is called; empty for a weekend that a holiday takes in."""
    return _known(country, day.year, _NAMES[country].get(language, "en_US")).get(day, "")


@lru_cache(maxsize=64)
def _known(country: str, year: int, language: str) -> dict[date, str]:
    return dict(holidays.country_holidays(country, years=year, language=language))


def _worked(year: int) -> set[date]:
    return set(getattr(holidays.country_holidays("CN", years=year), "weekend_workdays", ()))


def _with_weekends(off: frozenset[date], worked: frozenset[date]) -> frozenset[date]:
    """China's days off run over the weekends that they touch, as the notices have them."""
    found = set(off)
    for start in off:
        for step in (timedelta(days=-1), timedelta(days=1)):
            day = start + step
            while day.weekday() >= 5 and day not in worked and day.year == start.year:
                found.add(day)
                day += step
    return frozenset(found)
