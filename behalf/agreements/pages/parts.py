"""What several pages of this room show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from behalf.agreements import rules
from behalf.agreements.forms import WEEKDAYS
from behalf.agreements.models import Calendar
from behalf.agreements.rules import Dated, daysoff
from behalf.web.addresses import url
from behalf.web.context import Entry

DAY = 1440


def titled(name: str) -> str:
    """The name of an agreement or calendar as a version keeps it, in the reader's language while it is one of ours."""
    return _(name)


@dataclass(frozen=True, slots=True)
class Line:
    """A weekday as it is drawn: its name, its hours in words, and bars as (from, length) in percent of the day."""

    name: str
    said: str
    bars: tuple[tuple[float, float], ...]


def tabs(current: str) -> list[Entry]:
    """Agreements, calendars, duty."""
    labels = {"agreements": _("Agreements"), "calendars": _("Calendars"), "duty": _("On duty")}
    return [Entry(key, label, url(f"agreements:{key}"), current=key == current) for key, label in labels.items()]


def week(row: Calendar) -> list[Line]:
    """The week of a calendar as lines to draw; what runs past midnight goes on in the next line."""
    lines, spills = list[Line](), [_spill(day) for day in row.windows]
    for number, windows in enumerate(row.windows):
        bars = [(0, minutes) for minutes in (spills[number - 1],) if minutes]
        bars += [(each.start, min(each.minutes, DAY - each.start)) for each in windows]
        drawn = tuple((100 * start / DAY, 100 * length / DAY) for start, length in bars)
        lines.append(Line(str(WEEKDAYS[number]), rules.said(windows), drawn))
    return lines


@dataclass(frozen=True, slots=True)
class Coming:
    """A date that differs from the week, as it is listed."""

    since: date
    until: date
    kind: str
    hours: str
    name: str
    source: str
    date_id: int | None = None


def coming(hours: rules.Calendar, dates: Iterable[tuple[int, Dated]], today: date, language: str) -> list[Coming]:
    """The dates of the next year: the desk's own, then holidays and make-up days with where we know them from."""
    own = {dated.since: pk for pk, dated in dates}
    return [_coming(one, hours, own, language) for one in rules.coming(hours, today)]


def _coming(one: Dated, calendar: rules.Calendar, own: dict[date, int], language: str) -> Coming:
    hours = rules.said(one.windows)
    if one.kind == "exception":
        return Coming(one.since, one.until, one.kind, hours, one.why, _("this desk"), own.get(one.since))
    country = calendar.country
    known = daysoff.name(country, one.since, language) if one.kind == "holiday" else ""
    name = known or (_("Make-up working day") if one.kind == "makeup" else _("Weekend of a public holiday"))
    return Coming(
        one.since, one.until, one.kind, hours, name, _source(country, unsure=one.since.year in calendar.unsure)
    )


def _source(country: str, *, unsure: bool) -> str:
    """Where we know a public holiday from."""
    if unsure:
        return _("Holidays Act; notice not yet known")
    return {"CN": _("State Council notice"), "JP": _("Act on National Holidays")}[country]


def unsure(hours: rules.Calendar, year: int) -> list[int]:
    """This year and the next, where not all holidays are known."""
    return [each for each in (year, year + 1) if each in hours.unsure]


def _spill(windows: rules.Windows) -> int:
    return max((each.end - DAY for each in windows if each.end > DAY), default=0)
