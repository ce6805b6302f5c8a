"""What is known of a case, for the places in a text."""

from __future__ import annotations

from collections.abc import Collection

from behalf.cases.models import Case
from behalf.kit.actor import Actor
from behalf.kit.verbs import query


@query("cases.read")
def variables(actor: Actor, ids: Collection[int]) -> dict[int, dict[str, str]]:
    """What fills the places of a text, by case: one statement for however many."""
    rows = Case.objects.visible_to(actor).filter(pk__in=ids).select_related("service")
    return {row.pk: _of(actor, row) for row in rows}


def _of(actor: Actor, row: Case) -> dict[str, str]:
    return {
        "customer": row.company or row.counterpart_name,
        "contact": row.contact_name or row.company or row.counterpart_name,
        "number": row.number,
        "subject": row.subject,
        "service": row.service.named(row.contact_language) if row.service else "",
        "severity": row.severity,
        "agent": actor.name,
        "desk": actor.org_name,
        "phone": row.contact_phone,
    }
