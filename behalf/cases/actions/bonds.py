"""Cases that hang together: related ones, a parent and its children."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from behalf.cases import rules
from behalf.cases.actions._step import Step, locked
from behalf.cases.models import Bond, Case
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid
from behalf.kit.verbs import action


@action("cases.work")
def relate(actor: Actor, case_id: int, *, other_id: int, now: datetime) -> None:
    """Say that two cases of the desk have to do with each other; saying it twice is once."""
    step, other = _two(actor, case_id, other_id, now=now)
    bonds = Bond.objects.visible_to(actor)
    if bonds.filter(sort=Bond.Sort.RELATED, case_id__in=(case_id, other_id), other_id__in=(case_id, other_id)).exists():
        return
    _tie(step, step.case, other, Bond.Sort.RELATED)
    step.happened("related", public=False, number=other.number, subject=other.subject)
    step.save()
    step.record("cases.related", shown=False, after={"number": other.number})


@action("cases.work")
def adopt(actor: Actor, case_id: int, *, child_id: int, now: datetime) -> None:
    """Make another case of the desk a child of this one, maybe another customer's: one cause, many who wait."""
    step, child = _two(actor, case_id, child_id, now=now)
    bonds = Bond.objects.visible_to(actor).filter(sort=Bond.Sort.CHILD)
    known = bonds.filter(other_id=child_id).first()
    if known is not None and known.case_id == case_id:
        return
    if known is not None:
        raise Conflict(_("That case has a parent already."))
    if bonds.filter(other_id=case_id).exists() or bonds.filter(case_id=child_id).exists():
        raise Conflict(_("A child has no children of its own."))
    if bonds.filter(case_id=case_id).count() >= rules.MOST_CHILDREN:
        raise Conflict(_("A case has at most %(count)d children.") % {"count": rules.MOST_CHILDREN})
    _tie(step, step.case, child, Bond.Sort.CHILD)
    there = Step(actor, child, now=now)
    step.happened("adopted", public=False, number=child.number, subject=child.subject)
    there.happened("became_child", public=False, number=step.case.number, subject=step.case.subject)
    step.save()
    there.save()
    step.record("cases.adopted", shown=False, after={"number": child.number})


@action("cases.work")
def untie(actor: Actor, case_id: int, *, other_id: int, now: datetime) -> None:
    """The two have nothing to do with each other after all."""
    step, other = _two(actor, case_id, other_id, now=now)
    both = (case_id, other_id)
    gone, _of = Bond.objects.visible_to(actor).filter(case_id__in=both, other_id__in=both).delete()
    if not gone:
        return
    step.happened("untied", public=False, number=other.number, subject=other.subject)
    step.save()
    Step(actor, other, now=now).save()
    step.record("cases.untied", shown=False, before={"number": other.number})


def _two(actor: Actor, case_id: int, other_id: int, *, now: datetime) -> tuple[Step, Case]:
    """Both locked in one order, so that none waits for the other."""
    cases = {each: locked(actor, each) for each in sorted((case_id, other_id))}
    if case_id == other_id:
        raise Invalid(_("Name another case."), field="number")
    return Step(actor, cases[case_id], now=now), cases[other_id]


def _tie(step: Step, case: Case, other: Case, sort: Bond.Sort) -> None:
    Bond(org_id=case.org_id, case=case, other=other, sort=sort, at=step.now, by_name=step.actor.name).save(
        force_insert=True
    )
