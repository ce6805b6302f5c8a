"""Two who answer at once: the second is stopped before the answer leaves, and told what was said meanwhile."""

from __future__ import annotations

from django.utils.translation import gettext as _

from behalf.cases.actions._step import Step
from behalf.cases.queries._since import said_by_others, sent_by_others
from behalf.kit.errors import Conflict


def must_know_the_last_word(step: Step, seen: int | None, going: int = 0) -> None:
    """Conflict of the field *seen* when somebody else said something after message ``seen``; None: nobody asks.

    A colleague's answer that still waits to go out counts as said, unless it is ``going`` or one before that.
    The case is locked, so nothing can be said between the look and the answer.
    """
    if seen is None:
        return
    case_id = step.case.pk
    if sent_by_others(step.actor, case_id, going).exists() or said_by_others(step.actor, case_id, seen, going).exists():
        raise Conflict(_("Somebody wrote while you did. Nothing was sent yet."), field="seen")
