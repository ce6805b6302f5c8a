"""What a customer wrote by mail: a case opened from it, or a word on one. The sender was judged before (channels)."""

from __future__ import annotations

from datetime import datetime

from behalf.cases import rules
from behalf.cases.actions._files import Files, Uploads
from behalf.cases.actions._step import Step
from behalf.cases.actions.arrive import open  # noqa: A004  # a case is opened, as people say
from behalf.cases.events import CaseReopened, CustomerReplied
from behalf.cases.models import Case, Channel, Message
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict
from behalf.kit.verbs import action

Refused = list[tuple[str, str]]


@action("cases.open")
def open_mailed(
    actor: Actor,
    *,
    account_id: int,
    kind: str,
    severity: str,
    subject: str,
    body: str,
    sender: str,
    sender_name: str,
    files: Uploads = (),
    now: datetime,
) -> tuple[Case, Refused]:
    """Open a case from a mail; its contact is who wrote. Files that cannot be taken are answered, each with why."""
    case = open(
        actor, account_id=account_id, kind=kind, severity=severity, subject=subject, body=body, channel=Channel.MAIL,
        contact_name=sender_name or sender, contact_email=sender, now=now,
    )  # fmt: skip
    if not files:
        return case, []
    first = Message.objects.visible_to(actor).filter(case_id=case.pk).order_by("pk")[0]
    return case, Files(first).keep_what_may(files)


@action("cases.work")
def hear_mailed(
    actor: Actor, case_id: int, *, body: str, sender_name: str, files: Uploads = (), now: datetime
) -> tuple[Message, Refused]:
    """Add what the customer wrote; what waited, was resolved or closed of late comes back into our hands.

    Conflict when it was closed too long ago (GL): a new case is needed then. The contact stays who it was.
    """
    step = Step.on(actor, case_id, now=now)
    closed = step.case.status == rules.CLOSED
    if closed and not rules.may_reopen(step.case.status, closed_at=step.case.closed_at, now=now):
        raise Conflict("closed for too long")
    step.party = rules.CUSTOMER
    message = Message(
        **step.case.whose(), party=step.party, author_name=sender_name[:200], body=body.strip(), is_public=True, at=now
    )
    message.save(force_insert=True)
    refused = Files(message).keep_what_may(files)
    step.case.last_customer_at = now
    step.move(rules.IN_PROGRESS if closed else rules.after_their_reply(step.case.status), anew=closed)
    if closed:
        step.happened("reopened", public=True, by_name=sender_name, why="")
        step.announce(CaseReopened(case_id=step.case.pk, org_id=step.case.org_id, at=now))
    step.save()
    step.record("cases.customer_replied")
    step.announce(CustomerReplied(case_id=step.case.pk, org_id=step.case.org_id, message_id=message.pk, at=now))
    return message, refused
