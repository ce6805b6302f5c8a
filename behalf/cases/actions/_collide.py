"""Two who answer at once: the second is stopped before the answer leaves, and told what was said meanwhile."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from behalf.cases.actions._step import Step
from behalf.cases.models import Message
from behalf.kit.errors import Conflict


def must_know_the_last_word(step: Step, seen: int | None) -> None:
    """Conflict of the field *seen* when somebody else said something after message ``seen``; None: nobody asks.

    The case is locked, so nothing can be said between the look and the answer.
    """
    if seen is None:
        return
    others = Q(author_id__isnull=True) | ~Q(author_id=step.actor.person_id)
    if Message.objects.visible_to(step.actor).filter(others, case_id=step.case.pk, id__gt=seen).exists():
        raise Conflict(_("Somebody wrote while you did. Nothing was sent yet."), field="seen")
