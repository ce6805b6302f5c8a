"""What crosses the tier by somebody's hand: a dossier, a portal request, a word, a judgement."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.cases import actions as case_actions
from behalf.cases.models import Case
from behalf.escalation import queries, rules, words
from behalf.escalation.actions._crossing import hold, speak
from behalf.escalation.events import DossierSent
from behalf.escalation.models import Dossier, Escalation, ExchangeMessage, Intake
from behalf.escalation.queries import Readiness
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid
from behalf.kit.events import announce
from behalf.kit.verbs import action
from behalf.partners import queries as partners


@action("escalation.send")
def send(actor: Actor, case_id: int, *, now: datetime) -> Dossier:
    """Send a case up with its dossier. Conflict while the gate is shut, or while an earlier request still runs."""
    hold(actor, case_id)
    ready = queries.readiness(actor, case_id, now=now)
    _must_be_open(actor, ready)
    dossier = queries.compose(actor, ready, now=now)
    dossier.save(force_insert=True)
    _begin(actor, dossier, case=ready.case, now=now)
    case_actions.set_status(actor, case_id, status="with_operator", kind="escalated", public=True, party="us", now=now)
    overrides = {
        key: reason for key, reason in ready.draft.overrides.items() if ready.gate.items.get(key) == "overridden"
    }
    audit.record(
        actor,
        "escalation.sent",
        subject=ready.case.ref,
        customer_id=ready.case.customer_id,
        for_customer=ready.case.is_shown,
        after={"dossier": dossier.pk, "severity": dossier.severity, "service": dossier.service_name},
        at=now,
    )
    if overrides:
        audit.record(
            actor,
            "escalation.sent_without",
            subject=ready.case.ref,
            customer_id=ready.case.customer_id,
            after=overrides,
            at=now,
        )
    return dossier


@action("escalation.portal")
def send_portal_request(
    actor: Actor, *, topic: str, subject: str, body: str, severity: str = "C", now: datetime
) -> Dossier:
    """A request about the portal itself: no customer, no case of ours, no gate (P33; domain.md 4 (1))."""
    if not subject.strip():
        raise Invalid(_("Say in one line what is wrong."), field="subject")
    if not body.strip():
        raise Invalid(_("Describe what you did and what happened."), field="body")
    if topic not in ("technical", "billing", "subscription"):
        raise Invalid(_("Choose what the request is about."), field="topic")
    asked = severity if severity in ("A", "B", "C") else "C"
    premium = partners.is_premium(actor, actor.org_id)
    dossier = Dossier(
        **queries.sender(actor),
        kind=Dossier.Kind.PORTAL,
        number=case_actions.reserve_number(actor),
        topic=topic,
        severity_asked=asked,
        severity=rules.severity_above(asked, premium=premium, topic="technical" if topic == "technical" else "billing"),
        subject=subject.strip()[:200],
        body=body.strip(),
        sent_at=now,
    )
    dossier.save(force_insert=True)
    _begin(actor, dossier, case=None, now=now)
    about = ("dossier", dossier.pk, dossier.number)
    audit.record(actor, "escalation.portal_request_sent", subject=about, after={"subject": dossier.subject}, at=now)
    return dossier


@action("escalation.send")
def reply(actor: Actor, dossier_id: int, *, body: str, now: datetime) -> ExchangeMessage:
    """Write to the operator about a request that runs."""
    side = _locked(actor, dossier_id)
    if not rules.may_reply(side.state):
        raise Conflict(_("This request is closed. Reopen it, or escalate again."))
    if not body.strip():
        raise Invalid(_("Write something first."), field="body")
    message = speak(actor, side, kind="reply", body=body, key=f"reply:{dossier_id}:{now.timestamp()}", now=now)
    _record(actor, "escalation.replied", side, now=now)
    if side.case_id:
        case_actions.set_status(
            actor, side.case_id, status="with_operator", kind="answered_operator", party="us", now=now
        )
        case_actions.hear(
            actor, side.case_id, body=body, author_name=actor.name, party="us", key=f"word:{message.pk}", now=now
        )
    return message


@action("escalation.send")
def reopen(actor: Actor, dossier_id: int, *, body: str, now: datetime) -> ExchangeMessage:
    """Go on with a request that the operator resolved, or that was closed within the last 14 days."""
    side = _locked(actor, dossier_id)
    if not rules.may_reopen(side.state, ended_at=side.ended_at, now=now):
        raise Conflict(_("A request reopens within 14 days of its closing. Escalate again instead."))
    if side.case_id is not None:
        _must_not_run(actor, side.case_id, but=side)
    if not body.strip():
        raise Invalid(_("Say what is still wrong."), field="body")
    before = side.state
    message = speak(actor, side, kind="reopened", body=body, key=f"reopened:{dossier_id}:{now.timestamp()}", now=now)
    _record(actor, "escalation.reopened", side, before={"state": before}, why=body.strip(), now=now)
    if side.case_id:
        case_actions.set_status(
            actor, side.case_id, status="with_operator", kind="escalated", public=True, party="us", now=now
        )
    return message


@action("escalation.judge")
def judge(actor: Actor, dossier_id: int, *, reason: str, body: str, now: datetime) -> None:
    """Mark an escalation inappropriate, for a reason that the reseller reads (P34); its case on this desk is closed."""
    if reason not in rules.INAPPROPRIATE:
        raise Invalid(_("Choose a reason."), field="reason")
    if not body.strip():
        raise Invalid(_("Tell the reseller what it should have done."), field="body")
    side = Intake.objects.visible_to(actor).select_for_update(of=("self",)).filter(dossier_id=dossier_id).first()
    found = queries.exchange(actor, dossier_id)
    if side is None or not rules.may_judge(side.state):
        raise Conflict(_("This request is closed already."))
    speak(actor, side, kind="inappropriate", body=body, reason=reason, key=f"judged:{dossier_id}", now=now)
    why = str(words.INAPPROPRIATE[reason])
    case_actions.close(actor.as_system(), side.case_id, why=why, now=now)
    subject = ("dossier", dossier_id, found.dossier.number)
    audit.record(
        actor, "escalation.judged_inappropriate", subject=subject, after={"reason": reason}, why=body.strip(), at=now
    )


def _locked(actor: Actor, dossier_id: int) -> Escalation:
    """Our side of a request, its case held first, as whoever sends a case does."""
    case_id = queries.exchange(actor, dossier_id).case_id
    if case_id is not None:
        hold(actor, case_id)
    rows = Escalation.objects.visible_to(actor).select_related("dossier", "case").select_for_update(of=("self",))
    return rows.get(dossier_id=dossier_id)


def _record(
    actor: Actor, what: str, side: Escalation, *, before: dict[str, str] | None = None, why: str = "", now: datetime
) -> None:
    """Write a word to the operator into the journal, under the customer whose case it is about, if any."""
    audit.record(
        actor,
        what,
        subject=("dossier", side.dossier_id, side.dossier.number),
        customer_id=side.case.customer_id if side.case else None,
        before=before,
        after={"state": side.state},
        why=why,
        at=now,
    )


def _begin(actor: Actor, dossier: Dossier, *, case: Case | None, now: datetime) -> None:
    Escalation(
        org_id=actor.org_id, dossier=dossier, case=case, state=rules.SENT, sent_by_id=actor.person_id, changed_at=now
    ).save(force_insert=True)
    sent = DossierSent(dossier_id=dossier.pk, from_org_id=actor.org_id, to_org_id=dossier.to_org_id, at=now)
    announce(actor, sent)


def _must_not_run(actor: Actor, case_id: int, *, but: Escalation | None = None) -> None:
    """Conflict when another request of this case, which is held, runs."""
    running = Escalation.objects.visible_to(actor).filter(case_id=case_id, ended_at__isnull=True)
    if (running.exclude(pk=but.pk) if but else running).exists():
        raise Conflict(_("This case is with the operator already."))


def _must_be_open(actor: Actor, ready: Readiness) -> None:
    _must_not_run(actor, ready.case.pk)
    if ready.case.status == "closed":
        raise Conflict(_("A closed case cannot be escalated. Reopen it first."))
    gate = ready.gate
    if gate.waiting:
        raise Conflict(_("A published incident is the cause: the case waits for its end."))
    if gate.unanswered:
        raise Conflict(_("Say first what the published incident has to do with the case."))
    if gate.missing:
        items = ", ".join(str(words.ITEMS[item]) for item in gate.missing)
        raise Conflict(_("Still missing: %(items)s.") % {"items": items})
