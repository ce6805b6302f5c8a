"""How a new case gets its number, its place in the queue and its first word, whoever opens it."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from behalf.cases.actions._clocks import begun, desk, keep, pin, place
from behalf.cases.actions._files import Files, Uploads
from behalf.cases.actions._step import Step
from behalf.cases.calls import Call
from behalf.cases.events import CaseOpened
from behalf.cases.models import Case, Message
from behalf.kit.actor import Actor
from behalf.kit.statements import put
from behalf.kit.tenancy import acting


def enter(actor: Actor, case: Case, *, now: datetime) -> Step:
    """The case with its number, its place in the queue and its clock, saved."""
    step = Step(actor, case, now=now)
    case.number = next_number(case.org_id)
    case.opened_by_name = actor.name
    case.opened_at = case.changed_at = case.counts_from = now
    pin(actor, case, now=now)
    folded = begun(actor, case, now=now)
    place(case, folded)
    case.alarm_at = min((at for clock in folded.all if (at := clock.warn_at) is not None), default=None)
    put([case])
    own = desk(actor, case)
    with acting(own):
        keep(own, [(case, folded)], fresh=True)
    return step


def begin(step: Step, body: str, *, author: str, call: Call | None = None, files: Uploads = ()) -> Message:
    """The first message, which is answered; line of the timeline, entry in the journal, word to the rooms above."""
    message = Message(
        **step.case.whose(), party=step.party, author_id=None, author_name=author, body=body.strip(),
        is_public=True, call=call.kept() if call else None, at=step.now,
    )  # fmt: skip
    put([message])
    Files(message).keep(files)
    case = step.case
    step.happened(
        "opened", public=True, channel=case.channel, severity=case.severity, version=case.agreement_version_id
    )
    after = {"severity": step.case.severity, "kind": step.case.kind, "subject": step.case.subject}
    step.record("cases.opened", after=after)
    step.announce(CaseOpened(case_id=step.case.pk, org_id=step.case.org_id, at=step.now))
    return message


def next_number(org_id: int) -> str:
    """The next number of a desk."""
    with connection.cursor() as cursor:
        cursor.execute("select cases_next_number(%s)", [org_id])
        return str(cursor.fetchone()[0])
