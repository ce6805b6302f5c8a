"""Who follows a case, and of what somebody wants to be reminded."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from behalf.cases.models import Reminder
from behalf.kit.actor import Actor
from behalf.kit.statements import asked
from behalf.kit.verbs import query

MOST = 20

_FOLLOWED = """
    with recursive family(root, id) as (
        select id, id from unnest(%s::bigint[]) asked(id)
        union select family.root, c.id from cases_case c join family on c.merged_into_id = family.id
    ) select root, array_agg(distinct person_id order by person_id)
    from cases_follow join family on case_id = family.id group by root
"""


@dataclass(frozen=True, slots=True)
class Reminding:
    """One's own reminder of the case on whose page it stands."""

    id: int
    at: datetime
    word: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Reminding:
        """As a statement has it in JSON."""
        return cls(row["id"], datetime.fromisoformat(row["at"]), row["word"])


@query("cases.read")
def followers(actor: Actor, case_id: int) -> list[int]:
    """The persons who follow a case, or one that was merged into it."""
    return followed(actor, [case_id]).get(case_id, [])


@query("cases.read")
def followed(actor: Actor, cases: Collection[int]) -> dict[int, list[int]]:
    """Who follows each of these cases, or one that was merged into it; one statement."""
    return dict(asked(_FOLLOWED, [list(cases)]))


@query("cases.work")
def reminders(actor: Actor, *, before: datetime) -> list[Reminder]:
    """One's own reminders whose time comes before an instant and that are not done, with their cases, in order."""
    rows = Reminder.objects.visible_to(actor).filter(person_id=actor.person, done_at=None, at__lt=before)
    return list(rows.select_related("case").order_by("at", "id")[:MOST])
