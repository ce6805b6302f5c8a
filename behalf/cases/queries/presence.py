"""Who else is at a case, and what was said while somebody wrote."""

from __future__ import annotations

from datetime import datetime

from behalf.cases import rules
from behalf.cases.models import Message, Presence
from behalf.cases.queries._present import Present
from behalf.cases.queries._since import said_by_others
from behalf.kit.actor import Actor
from behalf.kit.verbs import query


@query("cases.read")
def present(actor: Actor, case_id: int, *, now: datetime) -> list[Present]:
    """The colleagues who have the case open besides the actor."""
    rows = Presence.objects.visible_to(actor).filter(case_id=case_id, until__gte=now)
    found = rows.order_by("name", "id").values_list("person_id", "name", "writing")
    return [Present(name, writing) for person_id, name, writing in found if person_id != actor.person_id]


@query("cases.read")
def said_since(actor: Actor, case_id: int, seen: int, *, going: int = 0) -> list[Message]:
    """What others said on the case after message ``seen`` and the answer ``going``, the oldest first."""
    rows = said_by_others(actor, case_id, seen, going).order_by("id")
    return list(rows if actor.may("cases.background") else rows.exclude(party=rules.OPERATOR))
