"""What a case rests on, and where each piece of it is shown."""

from __future__ import annotations

from behalf.cases.models import OPEN, Case, CaseEvidence, EvidenceKind
from behalf.cases.queries._evidence import Evidence, linked
from behalf.kit.actor import Actor
from behalf.kit.verbs import query


@query("cases.background")
def evidence(actor: Actor, case_id: int) -> list[Evidence]:
    """What is linked to the case, the newest first."""
    rows = CaseEvidence.objects.visible_to(actor).filter(case_id=case_id).order_by("-id")
    account_id = Case.objects.visible_to(actor).values_list("account_id", flat=True).filter(pk=case_id).first()
    keys = [f"{kind}_id" for kind in EvidenceKind]
    found = rows.values(*keys, "label", "at", "by_name")
    links = [{name.removesuffix("_id"): value for name, value in row.items()} for row in found]
    return linked(actor, account_id, links)


@query("cases.read")
def attached_to(actor: Actor, incident_id: int) -> list[int]:
    """The open cases of the desk that name an incident as their cause."""
    rows = CaseEvidence.objects.visible_to(actor).filter(incident_id=incident_id)
    open_cases = Case.objects.visible_to(actor).filter(OPEN)
    return list(rows.filter(case__in=open_cases).order_by("case_id").values_list("case_id", flat=True))
