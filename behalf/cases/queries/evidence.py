"""What a case rests on, and where each piece of it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
    rows = CaseEvidence.objects.visible_to(actor).filter(case_id=case_id).order_by("-id")
    account_id = Case.objects.visible_to(actor).values_list("account_id", flat=True).filter(pk=case_id).first()
    keys = [f"{kind}_id" for kind in EvidenceKind]
    found = rows.values(*keys, "label", "at", "by_name")
    links = [{name.removesuffix("_id"): value for name, value in row.items()} for row in found]
    return shown(actor, account_id, links)


def shown(actor: Actor, account_id: int | None, links: Sequence[Mapping[str, Any]]) -> list[Evidence]:
    """Links of a case as its page shows them; each names the key of its kind."""
    names = catalog.service_names(actor) if links else {}
    return [_shown(account_id, row, names) for row in links]


def _shown(account_id: int | None, row: Mapping[str, Any], names: Mapping[int | str, str]) -> Evidence:
    kind = next(each for each in EvidenceKind if row[each] is not None)
    says, at = sentences.linked(row["label"], names), row["at"]
    at = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    return Evidence(kind, row[kind], says, _page_of(kind, row[kind], account_id), at, row["by_name"])


@query("cases.read")
def attached_to(actor: Actor, incident_id: int) -> list[int]:
    """The open cases of the desk that name an incident as their cause."""
    rows = CaseEvidence.objects.visible_to(actor).filter(incident_id=incident_id)
    open_cases = Case.objects.visible_to(actor).filter(OPEN)
    return list(rows.filter(case__in=open_cases).order_by("case_id").values_list("case_id", flat=True))


def _page_of(kind: EvidenceKind, about_id: int, account_id: int | None) -> str:
    match kind:
        case EvidenceKind.INCIDENT:
            return url("health:incident", incident_id=about_id)
        case EvidenceKind.HEALTH_CHECK:
            return url("health:recorded", account_id=account_id, check_id=about_id)
        case EvidenceKind.SESSION:
            return url("administration:record", account_id=account_id, query={"session": about_id})
