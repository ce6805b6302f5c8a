"""What a case rests on, and where each piece of it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from behalf.cases import sentences
from behalf.cases.models import OPEN, Case, CaseEvidence, EvidenceKind
from behalf.catalog import queries as catalog
from behalf.kit.actor import Actor
from behalf.kit.verbs import query
from behalf.web.addresses import url

_ICONS = {EvidenceKind.HEALTH_CHECK: "health", EvidenceKind.SESSION: "half", EvidenceKind.INCIDENT: "st-outage"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence: ``says`` what it said when it was linked, ``url`` is the page of what it points to."""

    kind: EvidenceKind
    about_id: int
    says: str
    url: str
    at: datetime
    by_name: str

    @property
    def icon(self) -> str:
        """The symbol of its kind."""
        return _ICONS[self.kind]


@query("cases.background")
def evidence(actor: Actor, case_id: int) -> list[Evidence]:
    """What is linked to the case, the newest first."""
    rows = CaseEvidence.objects.visible_to(actor).filter(case_id=case_id).select_related("case").order_by("-id")
    names = catalog.service_names(actor) if rows else {}
    return [
        Evidence(row.kind, row.about_id, sentences.linked(row.label, names), _page_of(row), row.at, row.by_name)
        for row in rows
    ]


@query("cases.read")
def attached_to(actor: Actor, incident_id: int) -> list[int]:
    """The open cases of the desk that name an incident as their cause."""
    rows = CaseEvidence.objects.visible_to(actor).filter(incident_id=incident_id)
    open_cases = Case.objects.visible_to(actor).filter(OPEN)
    return list(rows.filter(case__in=open_cases).order_by("case_id").values_list("case_id", flat=True))


def _page_of(row: CaseEvidence) -> str:
    account_id = row.case.account_id
    match row.kind:
        case EvidenceKind.INCIDENT:
            return url("health:incident", incident_id=row.about_id)
        case EvidenceKind.HEALTH_CHECK:
            return url("health:recorded", account_id=account_id, check_id=row.about_id)
        case EvidenceKind.SESSION:
            return url("administration:record", account_id=account_id, query={"session": row.about_id})
