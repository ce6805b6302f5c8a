"""What is done on a parent reaches its children: the same word to each, or the same end."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from behalf.cases import queries
from behalf.cases.actions._step import Step
from behalf.cases.models import Message
from behalf.kit.errors import Conflict

UPDATE = "update"


def of(step: Step) -> Iterator[Step]:
    """The open children of a case, each locked when it is its turn."""
    for child in queries.children(step.actor, step.case.pk):
        yield Step.on(step.actor, child.pk, now=step.now)


def must_go_along(step: Step, *, children: bool) -> None:
    """Conflict on a case with open children, unless all of them are to go its way."""
    waiting = [] if children else queries.children(step.actor, step.case.pk)
    if waiting:
        numbers = ", ".join(child.number for child in waiting[:5])
        raise Conflict(
            _("It has %(count)d open children: %(numbers)s. Close them too, or first.")
            % {"count": len(waiting), "numbers": numbers}
        )


def told(step: Step, root: Message) -> Message:
    """The parent's word on a child; its key says where it came from, so that no requester hears it twice."""
    return step.say(root.body, public=True, key=f"{UPDATE}:{root.pk}:{step.case.pk}")
