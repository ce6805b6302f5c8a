"""Who may see a case, and how many people it hits."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from behalf.cases.actions._people_hit import must_be_people
from behalf.cases.actions._step import Step, locked
from behalf.cases.models import Case
from behalf.cases.queries import family_of
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid
from behalf.kit.verbs import action


@action("cases.work")
def hide(actor: Actor, case_id: int, *, why: str, now: datetime) -> None:
    """Hide a case from its customer with all that hangs on it, also one that the customer opened itself.

    No mail goes out while it is hidden, not even what was answered before it is shown again.
    """
    _set(actor, case_id, shown=False, why=why, now=now)


@action("cases.work")
def show(actor: Actor, case_id: int, *, why: str, now: datetime) -> None:
    """Show a hidden case to its customer: everything public that was said on it meanwhile, too."""
    _set(actor, case_id, shown=True, why=why, now=now)


@action("cases.work")
def set_affected(actor: Actor, case_id: int, *, affected: int | None, now: datetime) -> None:
    """Say how many people it hits; None: nobody knows."""
    step = Step.on(actor, case_id, now=now)
    step.must_converse()
    must_be_people(affected)
    before, step.case.affected = step.case.affected, affected
    if before == affected:
        return
    step.happened("affected", public=True, count="–" if affected is None else affected)
    step.save("affected")
    step.record("cases.affected_changed", before={"affected": before}, after={"affected": affected})


def _set(actor: Actor, case_id: int, *, shown: bool, why: str, now: datetime) -> None:
    step = Step.on(actor, case_id, now=now)
    if step.case.customer_id is None:
        raise Conflict(_("This case has no customer who could see it."))
    if not why.strip():
        raise Invalid(_("Say why."), field="why")
    if step.case.is_shown == shown:
        return
    for member in family_of(step.case.pk):
        _mark(step, member, shown=shown)
    step.happened("shown" if shown else "hidden", public=False, why=why.strip())
    step.save("is_shown")
    step.record("cases.shown" if shown else "cases.hidden", shown=False, why=why.strip())


def _mark(step: Step, member: int, *, shown: bool) -> None:
    """What was merged into a case is seen as long as that case is."""
    case: Case = step.case if member == step.case.pk else locked(step.actor, member)
    case.is_shown = shown
    if case is not step.case:
        case.save(update_fields=["is_shown"])
