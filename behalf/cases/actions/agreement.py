"""What a case was promised: changed only by an explicit act; and worked out anew from its events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from behalf.agreements import queries as agreements
from behalf.cases import clocks
from behalf.cases.actions import _clocks
from behalf.cases.actions._step import Step
from behalf.cases.models import Case, CaseClock
from behalf.cases.queries._facts import facts_of, terms_of
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid
from behalf.kit.verbs import action

BATCH = 500


@dataclass(frozen=True, slots=True)
class Replayed:
    """What replaying a batch of cases found: the last of them (0: there were none), and which came out differently."""

    last_id: int
    count: int
    differing: tuple[str, ...]


@action("cases.work")
def set_agreement(actor: Actor, case_id: int, *, why: str, now: datetime) -> None:
    """Put a case under what is promised now; the time that its clocks have used and stood still stays."""
    step = Step.on(actor, case_id, now=now)
    step.must_converse()
    if not why.strip():
        raise Invalid(_("Say why: the customer reads it."), field="why")
    case = step.case
    before = case.agreement_version_id
    found = agreements.applying(actor, account_id=case.account_id, service_id=case.service_id, now=now)
    if found is None or found.version_id == before:
        raise Conflict(_("The case already is under what is promised now."))
    known = agreements.version(actor, before) if before is not None else None
    case.agreement_version_id = found.version_id
    step.happened(
        clocks.AGREEMENT, public=True, version=found.version_id, after=found.number, name=found.name, why=why.strip()
    )
    step.save()
    step.record(
        "cases.agreement_changed", before={"version": known.number} if known else None, after={"version": found.number},
        why=why.strip(),
    )  # fmt: skip


@action("cases.work")
def replay(actor: Actor, *, after_id: int = 0, number: str = "", check: bool = False) -> Replayed:
    """Work out the clocks of a batch of cases anew from their events, and keep what comes out; ``check``: only compare.

    after_id: the last case of the batch before; number: only this case.
    """
    rows = Case.objects.visible_to(actor).filter(pk__gt=after_id).order_by("id")
    if number:
        rows = rows.filter(number=number)
    cases = list((rows if check else rows.select_for_update(of=("self",)))[:BATCH])
    differing = [case.number for case in cases if _differs(actor, case, check=check)]
    return Replayed(cases[-1].pk if cases else 0, len(cases), tuple(differing))


def _differs(actor: Actor, case: Case, *, check: bool) -> bool:
    before = _state(case)
    if case.agreement_version_id is None:
        _clocks.pin(actor, case, now=case.opened_at)
    facts = facts_of(actor, case)
    folded = clocks.fold(facts, terms_of(actor, facts))
    rows = {(row.promise, row.period): row for row in CaseClock.objects.visible_to(actor).filter(case_id=case.pk)}
    promised = {(clock.promise, clock.period): clock for clock in folded.all if clock.target is not None}
    same = set(rows) == set(promised) and not any(_clocks.differs(promised[key], rows[key]) for key in rows)
    _clocks.place(case, folded)
    if same and before == _state(case):
        return False
    if not check:
        _clocks.keep(actor, [(case, folded)])
        case.save(update_fields=["due_at", "due_for", "queue_at", "alarm_at", "agreement_version"])
    return True


def _state(case: Case) -> Sequence[object]:
    return (case.due_at, case.due_for, case.queue_at, case.agreement_version_id)
