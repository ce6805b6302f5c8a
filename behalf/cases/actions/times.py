"""Working time on a case: booked, and corrected by an entry that takes the wrong one back."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from behalf.cases.actions._booking import book, must_be_minutes
from behalf.cases.actions._step import Step
from behalf.cases.models import TimeEntry
from behalf.cases.queries import family_of
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotFound
from behalf.kit.verbs import action

SAME = (
    "org_id", "customer_id", "case_id", "account_id", "service_id", "activity", "note", "day", "agent_id", "agent_name",
)  # fmt: skip


@action("cases.work")
def book_time(
    actor: Actor,
    case_id: int,
    *,
    minutes: int,
    activity: str = "",
    note: str = "",
    day: date | None = None,
    now: datetime,
) -> TimeEntry:
    """Book one's own minutes on a case, also after it was closed; no clock, no status moves."""
    step = Step.on(actor, case_id, follow=True, now=now)
    entry = book(step, minutes, activity=activity, note=note, day=day)
    step.save()
    step.record("cases.time_booked", shown=False, after={"minutes": minutes})
    return entry


@action("cases.work")
def correct_time(
    actor: Actor, case_id: int, entry_id: int, *, why: str, minutes: int | None = None, now: datetime
) -> TimeEntry:
    """Take an entry back by one of the same minutes below zero, and book ``minutes`` in its place, if any are right.

    One's own entries, and anybody's for who leads the desk. Both entries keep the day and the person of the first.
    """
    step = Step.on(actor, case_id, follow=True, now=now)
    wrong = TimeEntry.objects.visible_to(actor).filter(pk=entry_id).first()
    if wrong is None or wrong.case_id not in family_of(step.case.pk):
        raise NotFound(_("There is no such entry."))
    if wrong.agent_id != actor.person_id and not actor.may("cases.reports"):
        raise Conflict(_("Only who booked it, or who leads the desk, takes it back."))
    if wrong.counters_id is not None or TimeEntry.objects.visible_to(actor).filter(counters=wrong).exists():
        raise Conflict(_("This entry was taken back already."))
    if not why.strip():
        raise Invalid(_("Say why."), field="why")
    _again(wrong, step, minutes=-wrong.minutes, counters=wrong, why=why.strip()[:300])
    if minutes:
        must_be_minutes(minutes)
        _again(wrong, step, minutes=minutes)
    step.save()
    before, after = {"minutes": wrong.minutes}, {"minutes": minutes or 0}
    step.record("cases.time_corrected", shown=False, before=before, after=after, why=why.strip())
    return wrong


def _again(wrong: TimeEntry, step: Step, *, minutes: int, counters: TimeEntry | None = None, why: str = "") -> None:
    """The same work with other minutes."""
    TimeEntry(
        **{name: getattr(wrong, name) for name in SAME}, minutes=minutes, counters=counters, why=why, at=step.now,
        by_name=step.actor.name,
    ).save(force_insert=True)  # fmt: skip
