"""What the next shift must know: one short list for each reason, each by an index of the open cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from behalf.agreements import queries as agreements
from behalf.cases import rules
from behalf.cases.models import OPEN, UNANSWERED, Case, Handover, Message, Reminder
from behalf.kit.actor import Actor
from behalf.kit.verbs import query

MOST = 50
SHIFTS = (4, 8, 12)


@dataclass(frozen=True, slots=True)
class Part:
    """Cases that stand on the list for one reason; ``more``: that some have no place on it."""

    key: str
    cases: Sequence[Case]
    more: bool


@dataclass(frozen=True, slots=True)
class Brief:
    """The list: its parts, the last internal note of each case, one's own reminders, and who comes next."""

    parts: Sequence[Part]
    notes: dict[int, Message]
    reminders: Sequence[Reminder]
    next_id: int | None
    last: Handover | None

    @property
    def ids(self) -> list[int]:
        """All its cases, each once."""
        return list(dict.fromkeys(case.pk for part in self.parts for case in part.cases))


@query("cases.work")
def brief(actor: Actor, *, hours: int, now: datetime) -> Brief:
    """What stands on the desk for the shift of the next hours; a case stands under the first reason that it has."""
    until = now + timedelta(hours=hours)
    seen: list[int] = []
    parts: list[Part] = []
    for key, wanted, order in _reasons(until):
        found = _part(actor, key, wanted, order, seen)
        seen += [case.pk for case in found.cases]
        parts.append(found)
    mine = Reminder.objects.visible_to(actor).filter(person_id=actor.person, done_at=None, at__lt=until)
    after = agreements.on_duty(actor, now=until)
    return Brief(
        parts, _notes(actor, seen), list(mine.select_related("case").order_by("at")[:MOST]),
        after.person_id if after.person_id != actor.person_id else None,
        Handover.objects.visible_to(actor).order_by("-at").first(),
    )  # fmt: skip


@query("cases.read")
def handed_over(actor: Actor, handover_id: int) -> Handover:
    """One handover of the desk."""
    return Handover.objects.visible_to(actor).get(pk=handover_id)


def _reasons(until: datetime) -> tuple[tuple[str, Q, str], ...]:
    return (
        ("severe", Q(severity="A"), "queue_at"),
        ("due", Q(queue_at__lte=until), "queue_at"),
        ("operator", Q(status=rules.WITH_OPERATOR), "queue_at"),
        ("unanswered", UNANSWERED, "last_customer_at"),
    )


def _part(actor: Actor, key: str, wanted: Q, order: str, seen: Sequence[int]) -> Part:
    rows: QuerySet[Case] = Case.objects.visible_to(actor).filter(OPEN & wanted).exclude(pk__in=seen)
    found = list(rows.order_by(order, "id")[: MOST + 1])
    return Part(key, found[:MOST], len(found) > MOST)


def _notes(actor: Actor, ids: Sequence[int]) -> dict[int, Message]:
    """The newest internal note of each case."""
    rows = Message.objects.visible_to(actor).filter(case_id__in=ids, is_note=True)
    return {row.case_id: row for row in rows.order_by("case_id", "-id").distinct("case_id")}
