"""What a customer wrote by mail: a case opened from it, or a word on one. The sender was judged before (channels)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from behalf.cases import rules
from behalf.cases.actions._files import Files, Uploads
from behalf.cases.actions._follow_up import follow_up, led_on
from behalf.cases.actions._hearing import heard
from behalf.cases.actions._step import Step
from behalf.cases.actions.arrive import open  # noqa: A004  # a case is opened, as people say
from behalf.cases.models import Case, Channel, Message
from behalf.kit.actor import Actor
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


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of a customer's word; ``follows``: the case, closed too long ago, that goes on in this one.

    opened: this case was opened by it. refused: files that could not be taken, each with why.
    """

    case: Case
    refused: Refused
    follows: Case | None = None
    opened: bool = False


@action("cases.work")
def hear_mailed(
    actor: Actor, case_id: int, *, body: str, sender_name: str, files: Uploads = (), now: datetime
) -> Heard:
    """Add what the customer wrote; what waited, was resolved or closed of late comes back into our hands.

    What was closed too long ago (GL) goes on in its follow-up, which is opened when there is none yet; Conflict on a
    desk without customers. The contact stays who it was.
    """
    named = Step.on(actor, case_id, follow=True, now=now)
    step = led_on(named)
    author = sender_name[:200]
    if step.case.needs_follow_up(now):
        first = follow_up(step, body, author=author, channel=Channel.MAIL)
        return Heard(first.case, Files(first).keep_what_may(files), step.case, opened=True)
    step.must(rules.may_converse(step.case.status) or step.case.may_reopen(now), "closed for too long")
    step.party = rules.CUSTOMER
    message = Message(
        **step.case.whose(), party=step.party, author_name=author, body=body.strip(), is_public=True, at=now
    )
    message.save(force_insert=True)
    refused = Files(message).keep_what_may(files)
    heard(step, message)
    return Heard(step.case, refused, named.case if step is not named else None)
