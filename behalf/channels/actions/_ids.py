"""Message ids that stand for a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from behalf.channels import rules
from behalf.channels.models import Thread
from behalf.kit.actor import Actor


def remember(actor: Actor, case_id: int, message_ids: Mapping[str, Sequence[str]]) -> None:
    """Have these ids, by the way they came, stand for the case; one that stands for another goes on doing so."""
    rows = [
        Thread(org_id=actor.org_id, case_id=case_id, digest=rules.digest(each), message_id=each[:998], way=way)
        for way, ids in message_ids.items()
        for each in dict.fromkeys(ids)
    ]
    if rows:
        Thread.objects.visible_to(actor).bulk_create(rows, ignore_conflicts=True)
