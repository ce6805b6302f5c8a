"""What is said on a case by our people, and what arrives from across a tier."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from behalf.cases import mentions, rules
from behalf.cases.actions import _children
from behalf.cases.actions._booking import book
from behalf.cases.actions._files import Files, Uploads
from behalf.cases.actions._step import Step
from behalf.cases.events import CaseAnswered, CaseNoted, ColleagueMentioned
from behalf.cases.models import Activity, Message
from behalf.identity import queries as identity
from behalf.kit.actor import Actor, rights
from behalf.kit.errors import Invalid
from behalf.kit.verbs import action


@action("cases.work")
def reply(
    actor: Actor,
    case_id: int,
    *,
    body: str,
    wait: bool = False,
    files: Uploads = (),
    children: bool = False,
    minutes: int | None = None,
    now: datetime,
) -> Message:
    """Answer the customer and begin the next interval of the clock; ``wait``: it is the customer's turn then.

    children: say the same on every open child of the case; who waits on several of them gets one letter.
    minutes: working time booked with it, on the case itself.
    """
    step = Step.on(actor, case_id, follow=True, now=now)
    step.must_converse()
    _must_say(body)
    message = step.say(body, public=True)
    Files(message).keep(files)
    if minutes:
        book(step, minutes, activity=Activity.WRITING)
    _answered(step, message, wait=wait)
    for child in _children.of(step) if children else ():
        _answered(child, _children.told(child, message), wait=wait)
    return message


@action("cases.work")
def note(
    actor: Actor, case_id: int, *, body: str, files: Uploads = (), minutes: int | None = None, now: datetime
) -> Message:
    """Write down what only colleagues read; no clock, no status moves. Whom it names with an ``@`` gets a notice."""
    step = Step.on(actor, case_id, follow=True, now=now)
    _must_say(body)
    message = step.say(body, public=False, note=True)
    Files(message).keep(files)
    if minutes:
        book(step, minutes)
    step.save()
    step.record("cases.noted", shown=False)
    _mention(step, message)
    step.announce(CaseNoted(case_id=step.case.pk, org_id=step.case.org_id, message_id=message.pk, at=now))
    return message


@action("cases.work")
def hear(
    actor: Actor,
    case_id: int,
    *,
    body: str,
    author_name: str,
    party: str,
    key: str,
    public: bool = False,
    now: datetime,
) -> bool:
    """Add what came from across a tier (``party``: oper, or cust for the reseller on the operator's desk).

    The same ``key`` is heard once: False when it was already there. Status and clock are for the caller to set.
    """
    step = Step.on(actor, case_id, follow=True, now=now)
    if Message.objects.visible_to(actor).filter(key=key).exists():
        return False
    message = Message(
        **step.case.whose(), party=party, author_name=author_name, body=body.strip(), is_public=public, at=now, key=key
    )
    message.save(force_insert=True)
    step.save()
    step.record("cases.heard", shown=public)
    step.announce(CaseNoted(case_id=step.case.pk, org_id=step.case.org_id, message_id=message.pk, at=now))
    return True


def _mention(step: Step, message: Message) -> None:
    """Only colleagues of the desk who read cases are looked for, so a note tells nothing about anybody else."""
    if "@" not in message.body:
        return
    reading = rights()["cases.read"]
    people = [(each.person_id, each.name) for each in identity.colleagues(step.actor) if each.roles & reading]
    for person_id in mentions.named(message.body, people):
        if person_id != step.actor.person_id:
            step.announce(
                ColleagueMentioned(
                    case_id=step.case.pk, org_id=step.case.org_id, message_id=message.pk, person_id=person_id,
                    by_name=step.actor.name, at=step.now,
                )
            )  # fmt: skip


def _answered(step: Step, message: Message, *, wait: bool) -> None:
    step.answered()
    step.move(rules.after_our_reply(step.case.status, wait=wait))
    step.save()
    step.record("cases.replied")
    step.announce(CaseAnswered(case_id=step.case.pk, org_id=step.case.org_id, message_id=message.pk, at=step.now))


def _must_say(body: str) -> None:
    if not body.strip():
        raise Invalid(_("Write something first."), field="body")
