"""Two cases about one problem become one; the merged case stays as a signpost, and all of it can be undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from behalf.cases import rules
from behalf.cases.actions._going import send_first
from behalf.cases.actions._step import Step, locked
from behalf.cases.events import CaseMerged, CaseUnmerged
from behalf.cases.models import Case, Merge
from behalf.cases.queries import survivor_of
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid
from behalf.kit.verbs import action

INSTANTS = ("counts_from", "resolved_at", "closed_at")


@action("cases.work")
def merge(actor: Actor, case_id: int, *, into_id: int, now: datetime) -> Case:
    """Merge a case into another of the same customer (on the operator's desk: of the same reseller); the survivor.

    What was said on it shows on the survivor; what comes late to it goes there, too. What waits to go out goes first.
    """
    target = survivor_of(actor, into_id)
    if target == case_id:
        raise Invalid(_("Choose another case to merge it into."), field="into_id")
    send_first(actor, sorted((case_id, target)), now=now)
    cases = {each: locked(actor, each) for each in sorted((case_id, target))}  # in one order, so that none waits
    case, survivor = cases[case_id], cases[target]
    if survivor.merged_into_id is not None or case.merged_into_id is not None:
        raise Conflict(_("One of the two was merged just now. Look again."))
    _must_fit(case, survivor)
    step, there = Step(actor, case, now=now), Step(actor, survivor, now=now)
    Merge(**case.whose(), into=survivor, before=_state(case), at=now, by_id=actor.person_id, by_name=actor.name).save(
        force_insert=True
    )
    case.merged_into = survivor
    step.move(rules.CLOSED)
    step.happened("merged", public=True, number=survivor.number)
    there.happened("took_in", public=True, number=case.number, subject=case.subject)
    step.save("merged_into")
    there.save()
    step.record("cases.merged", before={"number": case.number}, after={"number": survivor.number})
    step.announce(CaseMerged(case_id=case.pk, into_id=survivor.pk, org_id=case.org_id, at=now))
    return survivor


@action("cases.work")
def unmerge(actor: Actor, case_id: int, *, now: datetime) -> None:
    """Undo a merge: the case has its own way, its own clock and what was said on it again.

    What was written to the survivor since then stays there; it can be split off.
    """
    step = Step(actor, locked(actor, case_id), now=now)
    case = step.case
    step.must(case.merged_into_id is not None, _("This case is not merged."))
    there = Step(actor, locked(actor, int(case.merged_into_id or 0)), now=now)
    row = Merge.objects.visible_to(actor).select_for_update().get(case_id=case_id, undone_at__isnull=True)
    row.undone_at, row.undone_by_name = now, actor.name
    row.save(update_fields=["undone_at", "undone_by_name"])
    case.merged_into = None
    case.status = row.before["status"]
    for name in INSTANTS:
        setattr(case, name, parse_datetime(row.before[name]) if row.before[name] else None)
    step.happened("unmerged", public=True, number=there.case.number)
    there.happened("let_go", public=True, number=case.number, subject=case.subject)
    step.save("merged_into")
    there.save()
    step.record("cases.unmerged", before={"number": there.case.number}, after={"number": case.number})
    step.announce(CaseUnmerged(case_id=case.pk, from_id=there.case.pk, org_id=case.org_id, at=now))


def _must_fit(case: Case, survivor: Case) -> None:
    """Only what is the same customer's business, and what no other tier goes on writing to."""
    same = (case.account_id, case.counterpart_org_id) == (survivor.account_id, survivor.counterpart_org_id)
    if not same:
        raise Invalid(_("Only cases of the same customer can be merged."), field="into_id")
    if case.is_shown != survivor.is_shown:
        raise Invalid(
            _("The customer sees one of the two and not the other. Hide or show one of them first."), field="into_id"
        )
    if survivor.closed_at is not None:
        raise Invalid(_("That case is closed. Reopen it first, or merge it into this one."), field="into_id")
    if case.status == rules.WITH_OPERATOR or case.other_number or case.exchange_id is not None:
        raise Invalid(
            _("This case has gone to the other desk, which goes on writing to it. Merge the other one into it."),
            field="into_id",
        )


def _state(case: Case) -> dict[str, Any]:
    instants = {name: getattr(case, name) for name in INSTANTS}
    return {"status": case.status, **{name: at.isoformat() if at else None for name, at in instants.items()}}
