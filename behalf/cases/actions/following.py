"""Following a case, and being reminded of it; both are a person's own, and no matter of the case's journal."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from behalf.cases.actions._reminding import instant
from behalf.cases.models import Case, Follow, Reminder
from behalf.cases.queries._family import family_of
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, NotFound
from behalf.kit.verbs import action
from behalf.notifications import actions as notifications
from behalf.web.addresses import url

BATCH = 100

REMINDER = gettext_noop("Reminder of %(number)s: %(subject)s")
REMINDER_WORD = gettext_noop("Reminder of %(number)s: %(word)s")


@action("cases.work")
def follow(actor: Actor, case_id: int, *, follows: bool = True, now: datetime) -> None:
    """Be told of what happens on the case from now on, or not any more."""
    case = _case(actor, case_id)
    if follows:
        row = Follow(**case.whose(), person_id=actor.person, at=now)
        Follow.objects.visible_to(actor).bulk_create([row], ignore_conflicts=True)
    else:
        Follow.objects.visible_to(actor).filter(person_id=actor.person, case_id__in=family_of(case_id)).delete()


@action("cases.work")
def remind(
    actor: Actor, case_id: int, *, choice: str, at: datetime | None = None, word: str = "", now: datetime
) -> Reminder:
    """Have a notice of the case come at an instant: one of ``reminding``'s choices, or ``at`` on the person's clock."""
    case = _case(actor, case_id)
    when = instant(actor, choice, at, now)
    row = Reminder(**case.whose(), person_id=actor.person, word=word.strip()[:200], at=when, set_at=now)
    row.save(force_insert=True)
    return row


@action("cases.work")
def end_reminder(actor: Actor, reminder_id: int, *, now: datetime) -> Reminder:
    """It is done, whether its time has come or not."""
    row = Reminder.objects.visible_to(actor).filter(pk=reminder_id).first()
    if row is None:
        raise NotFound(_("There is no such reminder."))
    if row.person_id != actor.person:
        raise Conflict(_("This is a colleague's reminder."))
    if row.done_at is None:
        row.done_at = now
        row.save(update_fields=["done_at"])
    return row


@action("cases.work")
def tell_reminders(actor: Actor, *, now: datetime) -> int:
    """Tell those whose time has come, one batch; how many it held. A reminder is told once."""
    due = Reminder.objects.visible_to(actor).filter(at__lte=now, told_at=None, done_at=None).order_by("at", "id")
    rows = list(due.select_related("case").select_for_update(of=("self",), skip_locked=True)[:BATCH])
    for row in rows:
        row.told_at = now
        row.save(update_fields=["told_at"])
        notifications.tell(
            actor, row.person_id, text=REMINDER_WORD if row.word else REMINDER,
            url=url("cases:case", case_id=row.case_id), kind="case_reminder", about=row.case.ref,
            facts={"number": row.case.number, "subject": row.case.subject, "word": row.word},
            key=f"reminder:{row.pk}", now=now,
        )  # fmt: skip
    return len(rows)


def _case(actor: Actor, case_id: int) -> Case:
    case = Case.objects.visible_to(actor).filter(pk=case_id).first()
    if case is None:
        raise NotFound(_("There is no such case."))
    return case
