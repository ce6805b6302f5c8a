"""Reads: the gate of a case with all its evidence, and what crossed the tier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from behalf.administration import queries as administration
from behalf.cases import queries as cases
from behalf.cases.models import Case, Tried
from behalf.catalog import queries as catalog
from behalf.catalog.queries import ServiceRow
from behalf.customers import queries as customers
from behalf.escalation import rules, words
from behalf.escalation.models import Dossier, Draft, Escalation, ExchangeMessage, Intake
from behalf.escalation.rules import Evidence, Gate, IncidentQuestion, Topic
from behalf.health import queries as health
from behalf.identity import queries as identity
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, NotFound
from behalf.kit.verbs import query
from behalf.partners import queries as partners
from behalf.subscriptions import queries as subscriptions

LIMIT = 25
TOPIC_OF_KIND: dict[str, Topic] = {"accounts_billing": "billing", "fraud": "fraud", "account_setup": "subscription"}


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """A published incident on the case's service, with what the agent said about it."""

    id: int
    code: str
    title: str
    is_open: bool
    began_at: datetime
    stance: str
    reason: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """Everything that the escalate page shows, and that sending looks at once more."""

    case: Case
    service: ServiceRow | None
    draft: Draft
    gate: Gate
    incidents: tuple[IncidentRow, ...]
    health_at: datetime | None
    health_state: str
    settings_at: datetime | None
    tried: Sequence[Tried]


@dataclass(frozen=True, slots=True)
class Request:
    """An escalation in a list: the dossier's facts and where it stands."""

    dossier_id: int
    case_id: int | None
    number: str
    subject: str
    company: str
    service_name: str
    severity: str
    state: str
    sent_at: datetime
    changed_at: datetime
    sent_by_name: str
    reason: str = ""

    @property
    def stands(self) -> str:
        """Where it stands, in words."""
        return str(words.STATES[self.state])


@dataclass(frozen=True, slots=True)
class Tally:
    """How a reseller escalates."""

    reseller_id: int
    reseller_name: str
    sent: int
    inappropriate: int

    @property
    def percent(self) -> int:
        """The share that was found inappropriate, in whole percent."""
        return round(100 * self.inappropriate / self.sent) if self.sent else 0


@dataclass(frozen=True, slots=True)
class Exchange:
    """A dossier with its words in order, and the own side's case."""

    dossier: Dossier
    words: list[ExchangeMessage]
    state: str
    case_id: int | None
    changed_at: datetime
    may_reply: bool
    may_reopen: bool
    may_judge: bool

    @property
    def stamp(self) -> str:
        """Changes with every word."""
        return f"{self.state}-{len(self.words)}"


@query("escalation.send")
def readiness(actor: Actor, case_id: int, *, now: datetime) -> Readiness:
    """The gate of a case as it stands now."""
    case = cases.case(actor, case_id)
    draft = _draft(actor, case, now=now)
    service = catalog.service(actor, case.service_id) if case.service_id else None
    incidents = _incidents(actor, case, draft)
    check = _check(actor, case, now)
    seen = _settings_seen(actor, case)
    tried = cases.tried(actor, case_id)
    evidence = Evidence(
        topic=cast("Topic", draft.topic),
        has_service=service is not None,
        health_checked_at=check.at if check else None,
        settings_seen_at=seen,
        settings_not_applicable=draft.settings_not_applicable,
        case_opened_at=case.opened_at,
        tried=len(tried),
        lack=draft.lack,
        lack_words=draft.lack_words,
    )
    asked = [IncidentQuestion(row.id, row.is_open, cast("Any", row.stance or None), row.reason) for row in incidents]
    return Readiness(
        case=case,
        service=service,
        draft=draft,
        gate=rules.gate(evidence, draft.overrides, asked, now=now),
        incidents=tuple(incidents),
        health_at=check.at if check else None,
        health_state=str(check.state) if check else "",
        settings_at=seen,
        tried=tried,
    )


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


@query("escalation.read")
def requests(actor: Actor, *, search: str = "", before: int | None = None, limit: int = LIMIT) -> list[Request]:
    """What this desk escalated for customers, the newest first; ``before``: the last dossier of the page above."""
    rows = Escalation.objects.visible_to(actor).filter(dossier__kind=Dossier.Kind.CUSTOMER)
    if search:
        rows = rows.filter(dossier__company__icontains=search) | rows.filter(dossier__number__icontains=search)
    return _requests(rows, before, limit)


@query("escalation.portal")
def portal_requests(actor: Actor, *, before: int | None = None, limit: int = LIMIT) -> list[Request]:
    """The reseller's own requests about the portal (P33), apart from those of customers."""
    rows = Escalation.objects.visible_to(actor).filter(dossier__kind=Dossier.Kind.PORTAL)
    return _requests(rows, before, limit)


@query("escalation.send")
def with_us(actor: Actor, *, limit: int = LIMIT) -> list[Request]:
    """What the operator asked, answered or solved and waits for our word on, the latest first."""
    rows = Escalation.objects.visible_to(actor).filter(state__in=rules.WITH_RESELLER)
    if not _may_see_portal(actor):
        rows = rows.filter(dossier__kind=Dossier.Kind.CUSTOMER)
    return [_request(row) for row in rows.select_related("dossier").order_by("-changed_at", "-id")[:limit]]


@query("escalation.judge")
def under_way(actor: Actor, *, limit: int = LIMIT) -> list[Intake]:
    """What resellers sent and is not over yet, the newest first, each with its dossier."""
    rows = Intake.objects.visible_to(actor).exclude(state__in=rules.ENDED).select_related("dossier")
    return list(rows.order_by("-id")[:limit])


@query("escalation.judge")
def received(
    actor: Actor, *, reseller_id: int | None = None, before: int | None = None, limit: int = LIMIT
) -> list[Intake]:
    """What resellers sent to this operator, the newest first, each with its dossier."""
    rows = Intake.objects.visible_to(actor).select_related("dossier")
    if reseller_id is not None:
        rows = rows.filter(reseller_id=reseller_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-id")[:limit])


@query("escalation.judge")
def tally(actor: Actor) -> list[Tally]:
    """For each reseller: how many escalations came for customers, and how many were found inappropriate."""
    rows = Intake.objects.visible_to(actor).filter(kind=Dossier.Kind.CUSTOMER)
    counted = rows.values("reseller_id", "reseller_name").annotate(
        sent=Count("id"), inappropriate=Count("id", filter=~Q(inappropriate_reason=""))
    )
    return [Tally(**row) for row in counted.order_by("-sent", "reseller_name")]


@query("escalation.read")
def of_case(actor: Actor, case_id: int) -> Exchange | None:
    """The newest dossier of a case on either desk, with its words; None when the case never crossed the tier."""
    side = _side(actor).filter(case_id=case_id).select_related("dossier").order_by("-id").first()
    return _exchange(actor, side) if side else None


@query("escalation.read")
def exchange(actor: Actor, dossier_id: int) -> Exchange:
    """A dossier with its words; a portal request shows itself only to those who may raise one (or receive it)."""
    side = _side(actor).filter(dossier_id=dossier_id).select_related("dossier").first()
    hidden = side and side.dossier.kind == Dossier.Kind.PORTAL and not _may_see_portal(actor)
    if side is None or hidden:
        raise NotFound(_("There is no such request."))
    return _exchange(actor, side)


def _may_see_portal(actor: Actor) -> bool:
    return actor.tier == "operator" or actor.may("escalation.portal")


def _side(actor: Actor) -> Any:
    return (Intake if actor.tier == "operator" else Escalation).objects.visible_to(actor)


def _exchange(actor: Actor, side: Escalation | Intake) -> Exchange:
    words = ExchangeMessage.objects.visible_to(actor).filter(dossier_id=side.dossier_id).order_by("id")
    ours = isinstance(side, Escalation)
    return Exchange(
        dossier=side.dossier,
        words=list(words),
        state=side.state,
        case_id=side.case_id,
        changed_at=side.changed_at,
        may_reply=ours and rules.may_reply(side.state),
        may_reopen=ours and side.state in (rules.RESOLVED, rules.CLOSED),
        may_judge=not ours and rules.may_judge(side.state),
    )


def _requests(rows: Any, before: int | None, limit: int) -> list[Request]:
    if before is not None:
        rows = rows.filter(dossier_id__lt=before)
    return [_request(row) for row in rows.select_related("dossier").order_by("-dossier_id")[:limit]]


def _request(row: Escalation) -> Request:
    return Request(
        dossier_id=row.dossier_id,
        case_id=row.case_id,
        number=row.dossier.number,
        subject=row.dossier.subject,
        company=row.dossier.company,
        service_name=row.dossier.service_name,
        severity=row.dossier.severity,
        state=row.state,
        sent_at=row.dossier.sent_at,
        changed_at=row.changed_at,
        sent_by_name=row.dossier.sent_by_name,
        reason=row.inappropriate_reason,
    )


def _draft(actor: Actor, case: Case, *, now: datetime) -> Draft:
    """What was prepared, or an empty draft that is not kept yet."""
    found = Draft.objects.visible_to(actor).filter(case_id=case.pk).first()
    topic = TOPIC_OF_KIND.get(case.kind, "technical")
    return found or Draft(
        org_id=case.org_id, case=case, topic=topic, overrides={}, incidents={}, changed_at=now, changed_by_name=""
    )


def _check(actor: Actor, case: Case, now: datetime) -> Any:
    if not (case.service_id and case.account_id):
        return None
    since = now - rules.FRESH
    return health.recent_check(actor, account_id=case.account_id, service_id=case.service_id, since=since)


def _settings_seen(actor: Actor, case: Case) -> datetime | None:
    if not (case.service_id and case.account_id):
        return None
    return administration.looked_at_settings_since(
        actor, account_id=case.account_id, service_id=case.service_id, since=case.opened_at
    )


def _incidents(actor: Actor, case: Case, draft: Draft) -> list[IncidentRow]:
    """The running incidents of the service, and those over that the case waited for."""
    if not case.service_id:
        return []
    running = {row.id: row for row in health.open_incidents(actor, service_ids=[case.service_id])}
    said = {int(key): value for key, value in draft.incidents.items()}
    ended = [pk for pk, value in said.items() if pk not in running and value["stance"] in ("cause", "persists")]
    known = {**running, **{pk: health.incident(actor, pk).row for pk in ended}}
    return [
        IncidentRow(
            id=pk,
            code=row.code,
            title=row.title,
            is_open=pk in running,
            began_at=row.began_at,
            stance=said.get(pk, {}).get("stance", ""),
            reason=said.get(pk, {}).get("reason", ""),
        )
        for pk, row in known.items()
    ]


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
