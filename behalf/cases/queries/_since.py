"""What others said since somebody looked: said already, or sent and on its way."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from behalf.cases.models import Message, Outgoing
from behalf.kit.actor import Actor


def said_by_others(actor: Actor, case_id: int, seen: int, going: int) -> QuerySet[Message]:
    """After message ``seen``; what was known already as an answer on its way, up to ``going``, is nothing new."""
    known = Outgoing.objects.visible_to(actor).filter(
        case_id=case_id, pk__lte=going, person_id=OuterRef("author_id"), done_at=OuterRef("at")
    )
    others = Q(author_id__isnull=True) | ~Q(author_id=actor.person_id)
    return Message.objects.visible_to(actor).filter(others, ~Exists(known), case_id=case_id, id__gt=seen)


def sent_by_others(actor: Actor, case_id: int, going: int) -> QuerySet[Outgoing]:
    """Answers that wait to go out, after ``going``."""
    rows = Outgoing.objects.visible_to(actor).filter(case_id=case_id, done_at=None, pk__gt=going)
    return rows.exclude(person_id=actor.person)
