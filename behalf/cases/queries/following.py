"""Who follows a case, and of what somebody wants to be reminded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from behalf.cases.models import Follow, Reminder
from behalf.cases.queries._family import family_of
from behalf.kit.actor import Actor
from behalf.kit.verbs import query

MOST = 20


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
    rows = Follow.objects.visible_to(actor).filter(case_id__in=family_of(case_id))
    return sorted(set(rows.values_list("person_id", flat=True)))


@query("cases.work")
def reminders(actor: Actor, *, before: datetime) -> list[Reminder]:
    """One's own reminders whose time comes before an instant and that are not done, with their cases, in order."""
    rows = Reminder.objects.visible_to(actor).filter(person_id=actor.person, done_at=None, at__lt=before)
    return list(rows.select_related("case").order_by("at", "id")[:MOST])
