"""Changes of calendars. What was promised does not change behind a case: agreements get a new version instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from behalf.agreements.actions._versions import CHANGED, renewed
from behalf.agreements.models import Calendar, CalendarException, Country
from behalf.agreements.rules import Windows, hours
from behalf.audit import actions as audit
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid, NotFound
from behalf.kit.verbs import action


@action("agreements.edit")
def save_calendar(
    actor: Actor,
    calendar_id: int | None = None,
    *,
    name: str,
    zone: str,
    week: Sequence[Windows],
    country: str = "",
    now: datetime,
) -> int:
    """Add a calendar or change one, and return its id; agreements that count in it get a new version."""
    if zone not in available_timezones():
        raise Invalid(_("There is no such time zone."), field="zone")
    if country not in Country.values:
        raise Invalid(_("Choose whose public holidays it keeps."), field="country")
    row = Calendar(org_id=actor.org_id) if calendar_id is None else _locked(actor, calendar_id)
    before = None if calendar_id is None else _facts(row)
    row.name = row.name if row.name and name.strip() == row.title else name.strip()  # untouched: it stays ours
    row.zone, row.country, row.changed_at = zone, Country(country), now
    row.week = [hours.pairs(day) for day in week]
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Invalid(_("Another calendar has this name."), field="name") from None
    what = "agreements.calendar_added" if before is None else "agreements.calendar_changed"
    audit.record(actor, what, subject=_subject(row), before=before, after=_facts(row), at=now)
    _renew(actor, row, now)
    return row.pk


@action("agreements.edit")
def add_date(
    actor: Actor,
    calendar_id: int,
    *,
    since: date,
    until: date | None = None,
    windows: Windows = (),
    why: str,
    now: datetime,
) -> None:
    """Give days hours of their own; none: the calendar is closed on them."""
    row, last = _locked(actor, calendar_id), until or since
    if last < since:
        raise Invalid(_("The last day lies before the first."), field="until")
    if not why.strip():
        raise Invalid(_("Say why: everybody reads it where a deadline is explained."), field="why")
    if CalendarException.objects.visible_to(actor).filter(calendar=row, since__lte=last, until__gte=since).exists():
        raise Invalid(_("Some of these days are in the list already. Remove them first."), field="since")
    added = CalendarException(
        org_id=actor.org_id, calendar=row, since=since, until=last, windows=hours.pairs(windows), why=why.strip()
    )
    added.save(force_insert=True)
    audit.record(actor, "agreements.date_added", subject=_subject(row), after=_date_facts(added), at=now)
    _renew(actor, row, now)


@action("agreements.edit")
def remove_date(actor: Actor, calendar_id: int, date_id: int, *, now: datetime) -> None:
    """Let days follow the week and the holidays again."""
    row = _locked(actor, calendar_id)
    found = CalendarException.objects.visible_to(actor).filter(calendar=row, pk=date_id).first()
    if found is None:
        raise NotFound(_("There is no such date in this calendar."))
    before = _date_facts(found)
    found.delete()
    audit.record(actor, "agreements.date_removed", subject=_subject(row), before=before, at=now)
    _renew(actor, row, now)


def _locked(actor: Actor, calendar_id: int) -> Calendar:
    row = Calendar.objects.visible_to(actor).select_for_update().filter(pk=calendar_id).first()
    if row is None:
        raise NotFound(_("There is no such calendar."))
    return row


def _renew(actor: Actor, row: Calendar, now: datetime) -> None:
    renewed(actor, why=CHANGED, calendar_ids=[row.pk], now=now)


def _subject(row: Calendar) -> tuple[str, int, str]:
    return ("calendar", row.pk, row.name)


def _facts(row: Calendar) -> dict[str, Any]:
    week = " · ".join(hours.said(day) or "–" for day in row.windows)
    return {"name": row.name, "zone": row.zone, "hours": week, "country": str(row.country)}


def _date_facts(row: CalendarException) -> dict[str, Any]:
    hours_said = hours.said(row.dated.windows)
    return {"from": row.since.isoformat(), "ends_at": row.until.isoformat(), "hours": hours_said, "reason": row.why}
