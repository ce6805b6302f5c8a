"""What escalation does when a case was answered, resolved or closed, and when a word arrived from the other side."""

from __future__ import annotations

from behalf.cases import queries as cases
from behalf.cases.events import CaseAnswered, CaseClosed, CaseResolved
from behalf.escalation import actions
from behalf.escalation.events import DossierSent, OperatorSpoke, ResellerSpoke
from behalf.kit import clock
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting

CLOSINGS = ("closed", "confirmed")


def open_operators_case(actor: Actor, event: DossierSent) -> None:
    """The operator's desk receives a dossier."""
    actions.receive(actor, event.dossier_id, now=clock.now())


def bring_down(actor: Actor, event: OperatorSpoke) -> None:
    """The reseller hears the operator."""
    actions.bring_down(actor, event.message_id, now=clock.now())


def bring_up(actor: Actor, event: ResellerSpoke) -> None:
    """The operator hears the reseller."""
    actions.bring_up(actor, event.message_id, now=clock.now())


def case_answered(actor: Actor, event: CaseAnswered) -> None:
    """What the operator's engineer writes on a linked case goes down: a question when the case then waits for it."""
    if actor.tier != "operator":
        return
    with acting(actor):
        case, said = cases.case(actor, event.case_id), _said(actor, event.case_id, event.message_id)
    kind = "question" if case.status == "waiting_customer" else "answer"
    key = f"message:{event.message_id}"
    actions.forward(actor, event.case_id, kind=kind, body=said.body, author_name=said.name, key=key, now=event.at)


def case_resolved(actor: Actor, event: CaseResolved) -> None:
    """The operator's solution goes down."""
    if actor.tier != "operator":
        return
    with acting(actor):
        said = _said(actor, event.case_id, event.message_id)
    key = f"message:{event.message_id}"
    actions.forward(actor, event.case_id, kind="resolved", body=said.body, author_name=said.name, key=key, now=event.at)


def case_closed(actor: Actor, event: CaseClosed) -> None:
    """Either side closed its case: the other side's loop is closed, too.

    The reseller reads why the operator closed without its consent; a reseller's reason is about its customer: it stays.
    """
    with acting(actor):
        closing = next(each for each in reversed(cases.thread(actor, event.case_id)) if each.kind in CLOSINGS)
    why = "" if event.confirmed or actor.tier != "operator" else str(closing.facts.get("why", ""))
    key = f"closed:{event.case_id}:{event.at.timestamp()}"
    actions.forward(actor, event.case_id, kind="closed", body=why, author_name=closing.name, key=key, now=event.at)


def _said(actor: Actor, case_id: int, message_id: int) -> cases.Entry:
    thread = cases.thread(actor, case_id)
    return next(entry for entry in thread if entry.kind == "message" and entry.id == message_id)
