"""The work on a case: whose it is, how urgent, and its way to a solution."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from behalf.cases import rules
from behalf.cases.actions import _children
from behalf.cases.actions._giving import give
from behalf.cases.actions._moving import assign_it, change_severity, colleague, take_it
from behalf.cases.actions._reopening import go_on
from behalf.cases.actions._step import Step
from behalf.cases.events import CaseResolved
from behalf.cases.models import OPEN, Case, CaseEvent, Message
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid
from behalf.kit.verbs import action


@action("cases.work")
def take(actor: Actor, case_id: int, *, now: datetime) -> None:
    """Make it one's own case and begin with it."""
    take_it(Step.on(actor, case_id, now=now))


@action("cases.work")
def assign(actor: Actor, case_id: int, *, person_id: int | None, now: datetime) -> None:
    """Give a case to a colleague who works on cases; nobody: back to the queue."""
    assign_it(Step.on(actor, case_id, now=now), person_id, colleague(actor, person_id))


@action("cases.work")
def release(actor: Actor, *, person_id: int, now: datetime) -> list[int]:
    """Put every open case of a person back into the queue."""
    held = Case.objects.visible_to(actor).filter(OPEN, assignee_id=person_id).order_by("id")
    ids = list(held.values_list("id", flat=True))
    for case_id in ids:
        give(Step.on(actor, case_id, now=now), None, "")
    return ids


@action("cases.work")
def set_severity(actor: Actor, case_id: int, *, severity: str, why: str, now: datetime) -> None:
    """Change how urgent it is; the running interval keeps its beginning, so no stopped time is lost or gained."""
    change_severity(Step.on(actor, case_id, now=now), severity=severity, why=why)


@action("cases.work")
def set_status(
    actor: Actor,
    case_id: int,
    *,
    status: str,
    kind: str,
    facts: dict[str, Any] | None = None,
    public: bool = False,
    party: str = "",
    other_number: str = "",
    key: str = "",
    now: datetime,
) -> None:
    """For higher rooms: move a case to the operator or back into our hands, with the line of the timeline that says so.

    kind: one of ``sentences.EVENTS``; other_number: the number of the case on the other tier's desk. The same ``key``
    moves it once.
    """
    step = Step.on(actor, case_id, now=now)
    if key and CaseEvent.objects.visible_to(actor).filter(key=key).exists():
        return
    step.must_converse()
    if status not in (rules.IN_PROGRESS, rules.WITH_OPERATOR, rules.WAITING):
        raise Invalid(_("A case is resolved and closed by its own acts."))
    before = step.case.status
    step.move(status)
    step.case.other_number = other_number or step.case.other_number
    step.happened(kind, public=public, party=party, key=key, **(facts or {}))
    step.save("other_number")
    step.record("cases.moved", shown=public, before={"status": before}, after={"status": status})


@action("cases.work")
def resolve(actor: Actor, case_id: int, *, body: str, children: bool = False, now: datetime) -> None:
    """Tell the customer the solution; the case waits for its consent, and the loop is due to be closed (P31).

    children: tell it on every open child, too.
    """
    step = Step.on(actor, case_id, now=now)
    step.must(rules.may_resolve(step.case.status), _("This case is already resolved."))
    if not body.strip():
        raise Invalid(_("Say what was done."), field="body")
    message = step.say(body, public=True)
    _resolved(step, message)
    for child in _children.of(step) if children else ():
        if rules.may_resolve(child.case.status):
            _resolved(child, _children.told(child, message))


@action("cases.work")
def reopen(actor: Actor, case_id: int, *, why: str, now: datetime) -> Case:
    """Go on with what was resolved, or closed in the last 14 days (GL); later, in a new case. The case that goes on."""
    return go_on(actor, case_id, why=why, now=now)


def _resolved(step: Step, message: Message) -> None:
    step.answered()
    step.case.resolved_at = step.now
    step.move(rules.RESOLVED, anew=True)
    step.happened("resolved", public=True)
    step.save()
    step.record("cases.resolved")
    step.announce(CaseResolved(case_id=step.case.pk, org_id=step.case.org_id, message_id=message.pk, at=step.now))
