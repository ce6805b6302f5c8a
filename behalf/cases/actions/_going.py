"""How what was sent goes out, or comes back to who sent it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop, override

from behalf.cases import drafts
from behalf.cases.actions._drafts import give_back
from behalf.cases.actions._sending import answer_of, sender_of
from behalf.cases.actions._step import Step
from behalf.cases.models import Outgoing
from behalf.kit.actor import Actor
from behalf.kit.errors import Refusal
from behalf.notifications import actions as notifications
from behalf.web.addresses import url

RETURNED = gettext_noop("Not sent on %(number)s, kept as a draft: %(why)s")


def send_first(actor: Actor, cases: Sequence[int], *, now: datetime) -> None:
    """Give what waits on these cases, for after the next step it could not be; call it before they are locked."""
    give_all(actor, waiting(actor).filter(case_id__in=cases), now)


def give_all(actor: Actor, rows: QuerySet[Outgoing], now: datetime) -> None:
    """Give these answers in the order in which they were sent; what is refused becomes a draft, with a notice."""
    for row in list(rows.order_by("id").select_for_update()):
        sender = sender_of(actor, row)
        try:
            with transaction.atomic(), override(sender.language):  # what is refused leaves nothing behind
                case = Step.on(sender, row.case_id, follow=True, now=now).case
                answer_of(row, case).give(sender, row.case_id, now=now)
        except Refusal as refusal:
            take_back(sender, row, Outgoing.Outcome.RETURNED, now)
            _tell(actor, row, refusal.message, now)
        else:
            _done(row, Outgoing.Outcome.GONE, now)


def take_back(actor: Actor, row: Outgoing, outcome: str, now: datetime) -> None:
    """The text becomes its sender's draft again; nothing else was changed by it."""
    _done(row, outcome, now)
    form = drafts.RESOLVE if row.kind == Outgoing.Kind.RESOLVE else drafts.WRITE
    give_back(actor, row.case, form=form, body=row.body, macro=row.block_id, now=now)
    step = Step.on(actor, row.case_id, follow=True, now=now)
    step.save()
    step.record(f"cases.send_{outcome}", shown=False)


def _done(row: Outgoing, outcome: str, now: datetime) -> None:
    row.done_at, row.outcome = now, outcome
    row.save(update_fields=["done_at", "outcome"])


def _tell(actor: Actor, row: Outgoing, why: str, now: datetime) -> None:
    case = row.case
    notifications.tell(
        actor, row.person_id, text=RETURNED, url=url("cases:case", case_id=case.pk), kind="case_not_sent",
        about=case.ref, facts={"number": case.number, "why": why}, key=f"not_sent:{row.pk}", now=now,
    )  # fmt: skip


def waiting(actor: Actor) -> QuerySet[Outgoing]:
    """What was sent on the desk and has not gone out."""
    return Outgoing.objects.visible_to(actor).filter(done_at=None)
