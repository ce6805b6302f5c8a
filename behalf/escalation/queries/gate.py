"""The gate of a case with all its evidence, as the escalate page shows it and sending looks at it once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from behalf.administration import queries as administration
from behalf.cases import queries as cases
from behalf.cases.models import Case, Tried
from behalf.catalog import queries as catalog
from behalf.catalog.queries import ServiceRow
from behalf.escalation import rules
from behalf.escalation.models import Draft
from behalf.escalation.rules import Evidence, Gate, IncidentQuestion, Topic
from behalf.health import queries as health
from behalf.kit.actor import Actor
from behalf.kit.verbs import query

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
