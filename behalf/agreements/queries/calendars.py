"""Reads of calendars: as they are kept, and as they work out with the holidays that are known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from behalf.agreements import rules
from behalf.agreements.models import Calendar, CalendarException
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query


@dataclass(frozen=True, slots=True)
class Drawn:
    """A calendar with its own dates, and as it works out."""

    row: Calendar
    dates: tuple[CalendarException, ...]
    hours: rules.Calendar


@query("agreements.apply")
def calendars(actor: Actor) -> list[Calendar]:
    """The desk's calendars by name."""
    return list(Calendar.objects.visible_to(actor).order_by("name"))


@query("agreements.apply")
def drawn(actor: Actor, *, now: datetime) -> dict[int, Drawn]:
    """Every calendar of the desk as it works out today, by id."""
    dates: dict[int, list[CalendarException]] = defaultdict(list)
    for row in CalendarException.objects.visible_to(actor).order_by("since"):
        dates[row.calendar_id].append(row)
    return {row.pk: _drawn(row, dates[row.pk], now) for row in calendars(actor)}


@query("agreements.apply")
def calendar(actor: Actor, calendar_id: int, *, now: datetime) -> Drawn:
    """One calendar; NotFound for a stranger."""
    row = Calendar.objects.visible_to(actor).filter(pk=calendar_id).first()
    if row is None:
        raise NotFound(_("There is no such calendar."))
    dates = CalendarException.objects.visible_to(actor).filter(calendar_id=calendar_id)
    return _drawn(row, list(dates.order_by("since")), now)


def _drawn(row: Calendar, dates: list[CalendarException], now: datetime) -> Drawn:
    hours = rules.assemble(
        row.zone, row.windows, country=row.country, own=[each.dated for each in dates], year=now.year
    )
    return Drawn(row, tuple(dates), hours)
