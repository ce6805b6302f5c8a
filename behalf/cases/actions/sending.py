"""Sending, and taking back what was sent: an answer goes out some seconds later, see docs/adr/0007.

Until then it is a row of its own, which only the desk reads: no message, no status, no clock, no letter. So undoing it
leaves the case as it was, and the clocks are folded from what has really happened.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from behalf.cases.actions._collide import must_know_the_last_word
from behalf.cases.actions._files import Files, Uploads
from behalf.cases.actions._going import give_all, take_back, waiting
from behalf.cases.actions._sending import Answer, frozen
from behalf.cases.actions._step import Step
from behalf.cases.models import Outgoing
from behalf.kit import jobs
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, NotFound
from behalf.kit.verbs import action

SEND = "cases.send"
AT_ONCE = 100
LOST = timedelta(seconds=5)  # by then its own job has taken what goes out


@action("cases.work")
def send(
    actor: Actor,
    case_id: int,
    *,
    kind: str = Outgoing.Kind.REPLY,
    body: str,
    wait: bool = False,
    children: bool = False,
    block_id: int | None = None,
    files: Uploads = (),
    minutes: int | None = None,
    batch: str = "",
    seen: int | None = None,
    going: int = 0,
    now: datetime,
) -> Outgoing | None:
    """Send an answer; it goes out when the time to undo it is over. None: there is no such time, and it has gone out.

    What the case would refuse is refused now. seen, going: the last message, and the last answer on its way, that the
    writer knew; a later one of somebody else is a Conflict.
    """
    answer = Answer(kind, body, wait, children, block_id, files, minutes)
    step = Step.on(actor, case_id, follow=True, now=now)
    must_know_the_last_word(step, seen, going)
    checked = answer.checked(step)
    if not settings.BEHALF_UNDO:
        answer.give(actor, case_id, now=now)
        return None
    row = Outgoing(
        **step.case.whose(), kind=kind, body=checked.body, wait=wait, children=children, minutes=minutes,
        block_id=block_id,
        files=[asdict(each) for each in Files.stored(actor.org_id, files, now=now)], person_id=actor.person,
        sender=frozen(actor), batch=batch, sent_at=now, goes_at=now + timedelta(seconds=settings.BEHALF_UNDO),
    )  # fmt: skip
    row.save(force_insert=True)
    step.save()
    jobs.defer(actor, SEND, at=row.goes_at, outgoing_id=row.pk)
    return row


@action("cases.work")
def undo_send(actor: Actor, outgoing_id: int, *, now: datetime) -> Outgoing:
    """Take back what one has sent, as long as it waits: its text is a draft again. Conflict when it has gone out."""
    row = _mine(actor, outgoing_id)
    if row.outcome == Outgoing.Outcome.UNDONE:
        return row
    if row.done_at is not None:
        raise Conflict(_("It has gone out and cannot be taken back."))
    take_back(actor, row, Outgoing.Outcome.UNDONE, now)
    return row


@action("cases.work")
def undo_batch(actor: Actor, batch: str, *, now: datetime) -> int:
    """Take back what one has sent to many at once, as far as it waits; answers how many were taken back."""
    rows = waiting(actor).filter(person_id=actor.person, batch=batch).exclude(batch="")
    mine = list(rows.order_by("id").select_for_update())
    for row in mine:
        take_back(actor, row, Outgoing.Outcome.UNDONE, now)
    return len(mine)


@action("cases.work")
def go_out(actor: Actor, outgoing_id: int, *, now: datetime) -> bool:
    """Give the answer that waited, after those sent before it on the same case; False: none waits any more."""
    asked = waiting(actor).filter(pk=outgoing_id, goes_at__lte=now).first()
    if asked is None:
        return False
    give_all(actor, waiting(actor).filter(case_id=asked.case_id, pk__lte=asked.pk), now)
    return True


@action("cases.work")
def go_out_late(actor: Actor, *, now: datetime) -> int:
    """Give what should have gone out before, because its job was lost; one batch, and how many it held."""
    late = waiting(actor).filter(goes_at__lte=now - LOST).order_by("id").values_list("pk", flat=True)
    return sum(go_out(actor, pk, now=now) for pk in list(late[:AT_ONCE]))


def _mine(actor: Actor, outgoing_id: int) -> Outgoing:
    """What one has sent oneself, locked; a colleague's is for the colleague to take back."""
    row = Outgoing.objects.visible_to(actor).filter(pk=outgoing_id).select_for_update().first()
    if row is None:
        raise NotFound(_("There is no such answer."))
    if row.person_id != actor.person:
        raise Conflict(_("Only who sent it can take it back."))
    return row
