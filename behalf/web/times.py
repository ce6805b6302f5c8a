"""Times as people read them, in the actor's zone and language; every filter answers in a few microseconds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from babel import Locale
from django.utils import translation
from django.utils.translation import gettext as _
from markupsafe import Markup

from behalf.web.place import here

MINUTE, HOUR, DAY = 60, 3600, 86400
SOON = HOUR
_BABEL = {"en": "en_GB", "zh-hans": "zh_Hans", "ja": "ja"}
# A day, a day with its year, a day with weekday and clock: locale data, so not in the catalogs.
_DATES = {
    "en": ("{d} {month}", "{d} {month} {y}", "{weekday} {date}, {clock}"),
    "zh-hans": ("{m}月{d}日", "{y}年{m}月{d}日", "{date} {weekday} {clock}"),
    "ja": ("{m}月{d}日", "{y}年{m}月{d}日", "{date}({weekday}) {clock}"),
}

Instant = datetime | None


@dataclass(frozen=True, slots=True)
class Words:
    """One language's way to say times. Built once per language, so that filters look nothing up."""

    now: str
    minutes: str
    hours: str
    hours_minutes: str
    day: str
    days: str
    ago: str
    ahead: str
    since: str
    day_month: str
    day_month_year: str
    day_clock: str
    weekdays: tuple[str, ...]
    weekdays_alone: tuple[str, ...]
    months: tuple[str, ...]

    def span(self, seconds: float) -> str:
        """A length of time: ``36 min``, ``2 h 38``, ``18 days``."""
        seconds = abs(seconds)
        if seconds < HOUR:
            return self.minutes.format(n=int(seconds // MINUTE))
        if seconds < DAY:
            hours, minutes = divmod(int(seconds // MINUTE), 60)
            return (
                self.hours_minutes.format(h=hours, m=minutes) if minutes and hours < 10 else self.hours.format(n=hours)
            )
        days = int(seconds // DAY)
        return (self.day if days == 1 else self.days).format(n=days)

    def rough(self, seconds: float) -> str:
        """A length of time short enough for the time column: ``3 h``, never ``3 h 04``."""
        seconds = abs(seconds)
        return self.hours.format(n=int(seconds // HOUR)) if HOUR <= seconds < DAY else self.span(seconds)

    def date(self, value: date, today: date) -> str:
        """A day, with its year only when it is not this year: ``24 Nov``, ``24 Nov 2025``."""
        pattern = self.day_month if value.year == today.year else self.day_month_year
        return pattern.format(d=value.day, m=value.month, month=self.months[value.month], y=value.year)


@lru_cache(maxsize=8)
def words(code: str) -> Words:
    """The words for times in one language."""
    locale = Locale.parse(_BABEL[code])
    day_month, day_month_year, day_clock = _DATES[code]
    weekdays = locale.days["format"]["abbreviated"]
    # One sign alone (日) would read as "day" in Japanese.
    alone = locale.days["format"]["wide" if code == "ja" else "abbreviated"]
    months = locale.months["format"]["abbreviated"]
    with translation.override(code):
        return Words(
            now=_("just now"),
            # Translators: a length of time, as short as it is understood
            minutes=_("{n} min"),
            hours=_("{n} h"),
            hours_minutes=_("{h} h {m:02d}"),
            day=_("{n} day"),
            days=_("{n} days"),
            ago=_("{span} ago"),
            ahead=_("in {span}"),
            since=_("since {time}"),
            day_month=day_month,
            day_month_year=day_month_year,
            day_clock=day_clock,
            weekdays=tuple(weekdays[day] for day in range(7)),
            weekdays_alone=tuple(alone[day] for day in range(7)),
            months=("", *(months[month] for month in range(1, 13))),
        )


def words_for_script() -> str:
    """The words with which the script keeps relative times fresh, as JSON."""
    known = words(here().language)
    keys = ("now", "minutes", "hours", "hours_minutes", "day", "days", "ago", "ahead")
    return json.dumps({key: getattr(known, key) for key in keys}, ensure_ascii=False)


def _here(value: datetime) -> tuple[Words, datetime, datetime]:
    """The words, the instant and the present, on the actor's clock."""
    place = here()
    return words(place.language), value.astimezone(place.zone), place.now


def _clock(value: datetime) -> str:
    return f"{value.hour:02d}:{value.minute:02d}"


def _tag(value: datetime | date, inside: str, kind: str = "", css: str = "") -> Markup:
    """A ``<time>`` that carries the instant; every part of it is our own text, so nothing is escaped."""
    attributes = (f' class="{css}"' if css else "") + (f' data-time="{kind}"' if kind else "")
    stamp = value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()
    return Markup(f'<time datetime="{stamp}"{attributes}>{inside}</time>')  # noqa: S704  # see above


def _relative(words_: Words, seconds: float) -> str:
    """Seconds from now, as a person says it: ``36 min ago``, ``in 2 h``."""
    if abs(seconds) < MINUTE:
        return words_.now
    return (words_.ago if seconds < 0 else words_.ahead).format(span=words_.rough(seconds))


def _under(words_: Words, value: datetime, today: datetime) -> str:
    return _clock(value) if value.date() == today.date() else words_.date(value, today)


def _or_dash(fill: Callable[[datetime], Markup]) -> Callable[[Instant], Markup]:
    """Nothing is shown as a dash."""

    def filled(value: Instant) -> Markup:
        return fill(value) if value is not None else Markup("–")

    filled.__name__ = fill.__name__
    filled.__doc__ = fill.__doc__
    return filled


@_or_dash
def when(value: datetime) -> Markup:
    """The time column: relative above, absolute below; after a week the date above and the clock below."""
    words_, there, now = _here(value)
    seconds = (there - now).total_seconds()
    if abs(seconds) > 7 * DAY:
        below = _clock(there) if there.year == now.year else str(there.year)
        above = words_.day_month.format(d=there.day, m=there.month, month=words_.months[there.month])
        return _tag(value, f"{above}<small>{below}</small>", css="when")
    above = _relative(words_, seconds)
    return _tag(value, f"<span>{above}</span><small>{_under(words_, there, now)}</small>", "when", "when")


@_or_dash
def left(value: datetime) -> Markup:
    """A deadline: what is left above, its time below; marked when under an hour is left and when it has passed."""
    words_, there, now = _here(value)
    seconds = (there - now).total_seconds()
    css = "when when-late" if seconds < 0 else "when when-soon" if seconds < SOON else "when"
    sign = "−" if seconds < 0 else ""
    span = words_.span(seconds)
    return _tag(value, f"<span>{sign}{span}</span><small>{_under(words_, there, now)}</small>", "left", css)


@_or_dash
def ago(value: datetime) -> Markup:
    """One line, relative: ``36 min ago``."""
    words_, there, now = _here(value)
    return _tag(value, _relative(words_, (there - now).total_seconds()), "ago")


@_or_dash
def since(value: datetime) -> Markup:
    """Since when: ``since 11:20`` today, ``since Mon`` this week, else the date."""
    words_, there, now = _here(value)
    if there.date() == now.date():
        time = _clock(there)
    elif now - there < timedelta(days=6):
        time = words_.weekdays_alone[there.weekday()]
    else:
        time = words_.date(there, now)
    return _tag(value, words_.since.format(time=time))


@_or_dash
def moment(value: datetime) -> Markup:
    """The full instant: ``Tue 24 Nov, 14:32``."""
    words_, there, now = _here(value)
    weekday = words_.weekdays[there.weekday()]
    text = words_.day_clock.format(weekday=weekday, date=words_.date(there, now), clock=_clock(there))
    return _tag(value, text)


def day(value: datetime | date | None) -> Markup:
    """A calendar day: ``24 Nov``, with the year when it is not this one."""
    if value is None:
        return Markup("–")
    place = here()
    there = value.astimezone(place.zone).date() if isinstance(value, datetime) else value
    return _tag(there, words(place.language).date(there, place.now))


@_or_dash
def clock_time(value: datetime) -> Markup:
    """The time of day: ``14:32``."""
    return _tag(value, _clock(value.astimezone(here().zone)))


@_or_dash
def countdown(value: datetime) -> Markup:
    """Minutes and seconds until then, which the script counts down; stops at 0:00."""
    seconds = max(0, int((value - here().now).total_seconds()))
    return _tag(value, f"{seconds // MINUTE}:{seconds % MINUTE:02d}", "countdown")


def span(value: timedelta | float | None) -> str:
    """A length of time: ``3 h 30``."""
    if value is None:
        return "–"
    seconds = value.total_seconds() if isinstance(value, timedelta) else value
    return words(here().language).span(seconds)
