"""Links of a case to what it rests on, as its page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from behalf.cases import sentences
from behalf.cases.models import EvidenceKind
from behalf.catalog import queries as catalog
from behalf.kit.actor import Actor
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


def linked(actor: Actor, account_id: int | None, links: Sequence[Mapping[str, Any]]) -> list[Evidence]:
    """Links of a case as its page shows them; each names the key of its kind."""
    names = catalog.service_names(actor) if links else {}
    return [_shown(account_id, row, names) for row in links]


def _shown(account_id: int | None, row: Mapping[str, Any], names: Mapping[int | str, str]) -> Evidence:
    kind = next(each for each in EvidenceKind if row[each] is not None)
    says, at = sentences.linked(row["label"], names), row["at"]
    at = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    return Evidence(kind, row[kind], says, _page_of(kind, row[kind], account_id), at, row["by_name"])


def _page_of(kind: EvidenceKind, about_id: int, account_id: int | None) -> str:
    match kind:
        case EvidenceKind.INCIDENT:
            return url("health:incident", incident_id=about_id)
        case EvidenceKind.HEALTH_CHECK:
            return url("health:recorded", account_id=account_id, check_id=about_id)
        case EvidenceKind.SESSION:
            return url("administration:record", account_id=account_id, query={"session": about_id})
