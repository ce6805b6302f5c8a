"""The telephone log: a call on a case, and a call with which a case begins."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from behalf.cases import calls, rules
from behalf.cases.actions._booking import book
from behalf.cases.actions._files import Uploads
from behalf.cases.actions._step import Step
from behalf.cases.actions.arrive import open  # noqa: A004  # a case is opened, as people say
from behalf.cases.calls import Call
from behalf.cases.models import Activity, Case, Channel, Message
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid
from behalf.kit.verbs import action


@action("cases.work")
def log_call(
    actor: Actor,
    case_id: int,
    *,
    direction: str,
    body: str,
    who: str = "",
    number: str = "",
    began_at: datetime | None = None,
    minutes: int | None = None,
    reached: bool = True,
    public: bool = False,
    answers: bool = False,
    booked: int | None = None,
    now: datetime,
) -> Message:
    """Write down a call; internal unless ``public``, and never sent. By itself it moves no clock and no status.

    answers: it was our first response; only a call of ours that reached the customer can be, and it counts from now.
    booked: minutes booked with it; who: the case's contact unless another is named.
    """
    step = Step.on(actor, case_id, follow=True, now=now)
    direction = _one_of_two(direction)
    call = Call(
        direction, who.strip()[:200] or step.case.contact_name, number.strip()[:40],
        _began(began_at, minutes, now=now), minutes, reached or direction == calls.IN,
    )  # fmt: skip
    if not body.strip():
        raise Invalid(_("Say what was said, or that nobody answered."), field="body")
    message = step.say(body, public=public, note=not public, call=call)
    if answers:
        _answer(step, call)
    if booked:
        book(step, booked, activity=Activity.CALL)
    step.save()
    step.record("cases.call_logged", shown=public)
    return message


@action("cases.open")
def open_called(
    actor: Actor,
    *,
    account_id: int,
    kind: str,
    severity: str,
    subject: str,
    body: str,
    service_id: int | None = None,
    contact_name: str = "",
    contact_email: str = "",
    contact_phone: str = "",
    began_at: datetime | None = None,
    minutes: int | None = None,
    booked: int | None = None,
    affected: int | None = None,
    hidden_because: str = "",
    files: Uploads = (),
    now: datetime,
) -> Case:
    """Open a case from a call that came in; its first message is what the caller said, shown as that call."""
    began = _began(began_at, minutes, now=now)
    case = open(
        actor, account_id=account_id, kind=kind, severity=severity, subject=subject, body=body, service_id=service_id,
        channel=Channel.PHONE, contact_name=contact_name, contact_email=contact_email, contact_phone=contact_phone,
        call=Call(calls.IN, contact_name.strip()[:200], contact_phone.strip()[:40], began, minutes),
        affected=affected, hidden_because=hidden_because, files=files, now=now,
    )  # fmt: skip
    if booked:
        step = Step.on(actor, case.pk, now=now)
        book(step, booked, activity=Activity.CALL)
        step.save()
    return case


def _one_of_two(direction: str) -> str:
    if direction not in (calls.IN, calls.OUT):
        raise Invalid(_("Say who called whom."), field="direction")
    return direction


def _began(at: datetime | None, minutes: int | None, *, now: datetime) -> datetime:
    if minutes is not None and not 0 <= minutes <= calls.LONGEST:
        raise Invalid(_("A call takes at most a day."), field="minutes")
    if at is not None and at > now:
        raise Invalid(_("A call is written down when it is over."), field="began_at")
    return calls.began(at, minutes, now=now)


def _answer(step: Step, call: Call) -> None:
    step.must_converse()
    answered = step.case.first_answer_at is not None
    if not calls.may_answer(call.direction, reached=call.reached, answered_before=answered):
        raise Conflict(
            _("Only a call of ours that reached the customer, before any other answer, is the first response."),
            field="answers",
        )
    step.answered()
    if step.case.status == rules.NEW:
        step.move(rules.IN_PROGRESS)
