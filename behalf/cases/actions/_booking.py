"""How minutes are written down on a case, by hand or beside a reply or a call."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from behalf.cases.actions._step import Step
from behalf.cases.models import Activity, TimeEntry
from behalf.kit.errors import Invalid

LONGEST = 24 * 60


def must_be_minutes(minutes: int) -> None:
    """Invalid for what nobody can work in a day."""
    if not 1 <= minutes <= LONGEST:
        raise Invalid(_("Book between one minute and a day."), field="minutes")


def book(step: Step, minutes: int, *, activity: str = "", note: str = "", day: date | None = None) -> TimeEntry:
    """Book minutes of whoever acts; ``day``: on which they worked, else today on their own calendar."""
    actor, case = step.actor, step.case
    must_be_minutes(minutes)
    if activity and activity not in Activity.values:
        raise Invalid(_("Choose what the time went into."), field="activity")
    today = step.now.astimezone(ZoneInfo(actor.zone)).date()
    if day is not None and day > today:
        raise Invalid(_("Time is booked when the work is done."), field="day")
    entry = TimeEntry(
        **case.whose(), account_id=case.account_id, service_id=case.service_id, minutes=minutes, activity=activity,
        note=note.strip()[:200], day=day or today, agent_id=actor.person_id, agent_name=actor.name, at=step.now,
        by_name=actor.name,
    )  # fmt: skip
    entry.save(force_insert=True)
    return entry
