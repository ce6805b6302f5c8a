"""What follows from a word, on the side that hears it. Each may run twice and changes things once."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.utils.translation import gettext_noop, override

from behalf.cases import actions as case_actions
from behalf.cases import queries as cases
from behalf.cases.models import Case
from behalf.escalation import queries, rules, words
from behalf.escalation.actions._crossing import catch_up, hold, speak
from behalf.escalation.models import Dossier, Escalation, ExchangeMessage, Intake
from behalf.kit.actor import Actor
from behalf.kit.verbs import action
from behalf.notifications import actions as notifications
from behalf.web.addresses import url

# word -> (the reseller's case goes to this status, with this line of the timeline)
DOWN = {
    "received": ("with_operator", "escalation_received"),
    "question": ("in_progress", "operator_asked"),
    "answer": ("in_progress", "operator_answered"),
    "resolved": ("in_progress", "operator_resolved"),
    "inappropriate": ("in_progress", "operator_refused"),
    "closed": ("in_progress", "operator_closed"),
}

NOTICES = {
    "question": gettext_noop("The operator asks about %(number)s: %(subject)s"),
    "answer": gettext_noop("The operator answered %(number)s: %(subject)s"),
    "resolved": gettext_noop("The operator resolved %(number)s: %(subject)s"),
    "inappropriate": gettext_noop("The operator finds the escalation of %(number)s inappropriate: %(subject)s"),
    "closed": gettext_noop("The operator closed %(number)s: %(subject)s"),
}


@action("escalation.follow")
def receive(actor: Actor, dossier_id: int, *, now: datetime) -> Intake:
    """The operator's desk opens its own linked case from a dossier, once, and says so to the reseller."""
    dossier = Dossier.objects.visible_to(actor).get(pk=dossier_id)
    known = Intake.objects.visible_to(actor).filter(dossier_id=dossier_id).first()
    if known is not None:
        return known
    case = case_actions.open_linked(
        actor,
        counterpart_org_id=dossier.from_org_id,
        counterpart_name=dossier.reseller_name,
        company=dossier.company,
        kind="portal" if dossier.kind == Dossier.Kind.PORTAL else _kind(dossier),
        severity=dossier.severity,
        subject=dossier.subject,
        body=dossier.body,
        exchange_id=dossier.pk,
        number_of_other=dossier.number,
        service_id=dossier.service_id,
        contact_name=dossier.contact_name,
        contact_email=dossier.contact_email,
        contact_phone=dossier.contact_phone,
        now=now,
    )
    intake = Intake(
        org_id=actor.org_id,
        dossier=dossier,
        case=case,
        reseller_id=dossier.from_org_id,
        reseller_name=dossier.reseller_name,
        kind=dossier.kind,
        state=rules.SENT,
        opened_at=now,
        changed_at=now,
    )
    intake.save(force_insert=True)
    if dossier.severity != dossier.severity_asked:
        case_actions.note_event(actor, case.pk, kind="severity_capped", now=now)
    speak(actor, intake, kind="received", body=case.number, key=f"received:{dossier_id}", now=now)
    return intake


@action("escalation.follow")
def forward(
    actor: Actor, case_id: int, *, kind: str, body: str, author_name: str, key: str, now: datetime
) -> ExchangeMessage | None:
    """Send on what was said or done on a case that has crossed the tier; None when it never did, or was sent before."""
    side = _side_of(actor, case_id)
    if side is None or ExchangeMessage.objects.visible_to(actor).filter(from_org_id=actor.org_id, key=key).exists():
        return None
    if side.state in rules.ENDED:
        return None
    return speak(actor, side, kind=kind, body=body, author_name=author_name, key=key, now=now)


@action("escalation.follow")
def bring_down(actor: Actor, message_id: int, *, now: datetime) -> None:
    """A word of the operator reaches the reseller's case: timeline, status, conversation, whoever holds it."""
    message = ExchangeMessage.objects.visible_to(actor).select_related("dossier").get(pk=message_id)
    side = _held(actor, message.dossier_id)
    catch_up(actor, side, now=message.at)
    if side.case_id is not None:
        _onto_the_case(actor, side.case_id, message, now=now)
    _tell(actor, side, message, now=now)


@action("escalation.follow")
def bring_up(actor: Actor, message_id: int, *, now: datetime) -> None:
    """A word of the reseller reaches the operator's case."""
    message = ExchangeMessage.objects.visible_to(actor).select_related("dossier").get(pk=message_id)
    side = Intake.objects.visible_to(actor).select_for_update(of=("self",)).get(dossier_id=message.dossier_id)
    case = cases.case(actor, side.case_id)
    catch_up(actor, side, now=message.at)
    key = f"word:{message.pk}"
    if message.kind == "closed":
        _close(actor, case, message, now=now)
        return
    if message.kind == "reopened" and case.status in ("resolved", "closed"):
        case_actions.reopen(actor, case.pk, why=message.body, now=now)
    heard = case_actions.hear(
        actor, case.pk, body=message.body, author_name=message.author_name, party="cust", key=key, now=now
    )
    if heard and message.kind == "reply" and case.status not in ("new", "closed"):
        facts = {"text": message.author_name}
        case_actions.set_status(actor, case.pk, status="in_progress", kind="told", facts=facts, party="cust", now=now)


def _close(actor: Actor, case: Case, message: ExchangeMessage, *, now: datetime) -> None:
    """The reseller's loop is closed, so ours is: with its consent where we had resolved, without where we had not."""
    reseller = message.dossier.reseller_name
    if case.status == "resolved":
        case_actions.confirm(actor, case.pk, how=reseller, now=now)
    elif case.status != "closed":
        case_actions.close(actor, case.pk, why=message.body or reseller, now=now)


def _kind(dossier: Dossier) -> str:
    return {"billing": "accounts_billing", "fraud": "fraud", "subscription": "account_setup"}.get(
        dossier.topic, "performance"
    )


def _held(actor: Actor, dossier_id: int) -> Escalation:
    """Our side of a dossier, locked after its case, as whoever writes to the operator does."""
    rows = Escalation.objects.visible_to(actor).filter(dossier_id=dossier_id)
    case_id = rows.values_list("case_id", flat=True).get()
    if case_id is not None:
        hold(actor, case_id)
    return rows.select_for_update(of=("self",)).get()


def _side_of(actor: Actor, case_id: int) -> Escalation | Intake | None:
    """Our side of the newest dossier of a case, locked."""
    if actor.tier == "operator":
        rows: Any = Intake.objects.visible_to(actor)
    else:
        rows = Escalation.objects.visible_to(actor)
    rows = rows.select_related("dossier").select_for_update(of=("self",)).filter(case_id=case_id)
    return cast("Escalation | Intake | None", rows.order_by("-id").first())


def _onto_the_case(actor: Actor, case_id: int, message: ExchangeMessage, *, now: datetime) -> None:
    status, kind = DOWN[message.kind]
    key = f"word:{message.pk}"
    facts = {"number": message.body} if message.kind == "received" else {}
    if message.reason:
        with override("en"):  # kept as a msgid, and said in each reader's language
            facts = {"why": str(words.INAPPROPRIATE[message.reason])}
    if message.body and message.kind != "received":
        heard = case_actions.hear(
            actor, case_id, body=message.body, author_name=message.author_name, party="oper", key=key, now=now
        )
        if not heard:
            return
    case = cases.case(actor, case_id)
    if case.status == "closed" or (case.status == "resolved" and message.kind == "closed"):
        case_actions.note_event(actor, case_id, kind=kind, facts=facts, party="oper", key=key, now=now)
        return
    other = message.body if message.kind == "received" else ""
    if message.kind == "received" and case.other_number == other:
        return
    case_actions.set_status(
        actor, case_id, status=status, kind=kind, facts=facts, party="oper", other_number=other, key=key, now=now
    )


def _tell(actor: Actor, side: Escalation, message: ExchangeMessage, *, now: datetime) -> None:
    """Tell whoever has it, by notice and mail, once; when nobody does who works here, the desk."""
    text = NOTICES.get(message.kind)
    if text is None:
        return
    dossier = message.dossier
    for person_id in _receivers(actor, side):
        notifications.tell(
            actor,
            person_id,
            text=text,
            facts={"number": dossier.number, "subject": dossier.subject},
            url=_page_of(side),
            kind="operator_answered",
            about=("dossier", dossier.pk, dossier.number),
            key=f"word:{message.pk}",
            by_mail=True,
            now=now,
        )


def _receivers(actor: Actor, side: Escalation) -> list[int]:
    """Who holds the case, or sent the portal request, while they work here; else everybody who may answer."""
    working = queries.who_answers(actor, portal=side.case_id is None)
    holder = cases.case(actor, side.case_id).assignee_id if side.case_id is not None else side.sent_by_id
    return [holder] if holder in working else sorted(working)


def _page_of(side: Escalation) -> str:
    if side.case_id is not None:
        return url("cases:case", case_id=side.case_id)
    return url("escalation:dossier", dossier_id=side.dossier_id)
