"""The dossier as it would go up: what the operator is told, and by whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.utils.translation import gettext as _

from behalf.cases import queries as cases
from behalf.cases.models import Case
from behalf.customers import queries as customers
from behalf.escalation import rules
from behalf.escalation.models import Dossier
from behalf.escalation.queries.gate import Readiness
from behalf.escalation.rules import Topic
from behalf.identity import queries as identity
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict
from behalf.kit.verbs import query
from behalf.partners import queries as partners
from behalf.subscriptions import queries as subscriptions


@query("escalation.send")
def sender(actor: Actor) -> dict[str, Any]:
    """The reseller and its contact: the agent by name, reached through the reseller's support (GL)."""
    support = partners.support_profile(actor, actor.org_id)
    person = identity.me(actor)
    return {
        "from_org_id": actor.org_id,
        "to_org_id": partners.operator_id(actor),
        "reseller_name": actor.org_name,
        "contact_name": actor.name,
        "contact_email": support.email or person.email,
        "contact_phone": support.phone,
        "sent_by_name": actor.name,
    }


@query("escalation.send")
def compose(actor: Actor, ready: Readiness, *, now: datetime) -> Dossier:
    """What would go up now, as the operator would read it; not saved."""
    return Dossier(
        **sender(actor),
        **_customer_of(actor, ready.case),
        kind=Dossier.Kind.CUSTOMER,
        number=ready.case.number,
        service_id=ready.case.service_id,
        service_name=ready.service.name if ready.service else "",
        topic=ready.draft.topic,
        severity_asked=ready.case.severity,
        severity=_severity(actor, ready),
        impact=ready.draft.impact,
        subject=ready.case.subject,
        body=_problem(actor, ready.case.pk),
        evidence=_evidence(ready),
        sent_at=now,
    )


def _customer_of(actor: Actor, case: Case) -> dict[str, Any]:
    """Company, domain and seats: the customer's people do not travel."""
    if case.account_id is None:
        raise Conflict(_("Only a customer's case can be escalated."))
    account = customers.account(actor, case.account_id)
    bought = subscriptions.services_of(actor, case.account_id)
    seats = next((row.seats for row in bought if row.service_id == case.service_id), None)
    return {"company": account.company, "domain": account.domain, "seats": seats}


def _severity(actor: Actor, ready: Readiness) -> str:
    premium = partners.is_premium(actor, actor.org_id)
    return rules.severity_above(ready.case.severity, premium=premium, topic=cast("Topic", ready.draft.topic))


def _problem(actor: Actor, case_id: int) -> str:
    """The first public message of the case; internal notes never travel."""
    spoken = [entry for entry in cases.thread(actor, case_id) if entry.kind == "message" and entry.is_public]
    return spoken[0].body if spoken else ""


def _evidence(ready: Readiness) -> dict[str, Any]:
    """The gate as it stood, for the operator to read; instants as ISO text."""
    gate, draft = ready.gate, ready.draft
    return {
        "items": dict(gate.items),
        "overrides": {
            item: draft.overrides.get(item, "") for item, answer in gate.items.items() if answer == "overridden"
        },
        "health": {"at": _iso(ready.health_at), "state": ready.health_state},
        "settings": {"at": _iso(ready.settings_at), "not_applicable": draft.settings_not_applicable},
        "tried": [{"at": step.at.isoformat(), "text": step.text} for step in ready.tried],
        "lack": {"lack": draft.lack, "words": draft.lack_words},
        "incidents": [
            {"code": row.code, "title": row.title, "stance": row.stance, "reason": row.reason}
            for row in ready.incidents
        ],
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
