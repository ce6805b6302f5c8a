"""How the clocks of a case are worked out and kept: read its events, fold them, write what differs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models.functions import Now

from behalf.agreements import actions as begin
from behalf.agreements import queries as agreements
from behalf.cases import clocks, rules
from behalf.cases.clocks import Clock, Clocks, Fact
from behalf.cases.models import Case, CaseClock, CaseHands
from behalf.cases.queries._facts import facts_of_all, terms_of
from behalf.kit.actor import Actor, system
from behalf.kit.statements import asked, made, selecting
from behalf.kit.tenancy import acting

# What the fold says of a clock; the rest of its row says what was done about it.
FOLDED = ("severity", "began_at", "due_at", "warn_at", "ended_at", "missed_at", "void")
KEPT = (*FOLDED, "agent_id", "agent_name", "outcome", "day", "was_day", "changed_at")

Key = tuple[str, int]


def desk(actor: Actor, case: Case) -> Actor:
    """Who reckons: agreements and clocks are the desk's, also when the customer's own act moves them."""
    return system("reseller", case.org_id) if actor.tier == "customer" else actor.as_system()


def pin(actor: Actor, case: Case, *, now: datetime) -> None:
    """Put a case under what is promised for its customer and service now."""
    own = desk(actor, case)
    with acting(own):
        found = _applying(own, case, now)
        if found is None:
            begin.begin(own, now=now)
            found = _applying(own, case, now)
        case.agreement_version_id = found.version_id if found else None


def _applying(actor: Actor, case: Case, now: datetime) -> agreements.Applying | None:
    return agreements.applying(actor, account_id=case.account_id, service_id=case.service_id, now=now)


def opened(case: Case, at: datetime) -> Fact:
    """The event that begins the clocks of a case that is not written down yet."""
    return Fact(clocks.OPENED, at, rules.US, case.severity, case.agreement_version_id)


def begun(actor: Actor, case: Case, *, now: datetime) -> Clocks:
    """The clocks with which a new case begins."""
    own = desk(actor, case)
    with acting(own):
        facts = [opened(case, now)]
        return clocks.fold(facts, terms_of(own, facts))


def reckon(actor: Actor, cases: Sequence[Case], *, now: datetime) -> None:
    """Fold the events of one desk's cases anew, keep their clocks, and set when they are due; the caller saves them."""
    if not cases:
        return
    own = desk(actor, cases[0])
    for case in cases:
        if case.agreement_version_id is None:
            pin(actor, case, now=now)
    with acting(own):
        facts = facts_of_all(own, cases)
        terms = terms_of(own, chain.from_iterable(facts.values()))
        folded = [(case, clocks.fold(facts[case.pk], terms)) for case in cases]
        for case, fold in folded:
            place(case, fold)
        keep(own, folded, by=actor)
        for case in cases:
            _keep_hands(own, case, facts[case.pk])


def place(case: Case, folded: Clocks) -> None:
    """When the case is due, and where it stands in the queue."""
    promised, promise = folded.due
    case.due_at = rules.due(case.status, case.counts_from, promised)
    case.due_for = promise if rules.counts(case.status) else ""
    case.queue_at = rules.place(case.due_at)


# --- Keeping ---------------------------------------------------------------------------------------------------------


def keep(actor: Actor, folded: Sequence[tuple[Case, Clocks]], *, by: Actor | None = None, fresh: bool = False) -> None:
    """Write the clocks that differ from their rows, and when the next of each case is to be looked at.

    fresh: the cases have no clocks yet.
    """
    known = {} if fresh else _rows(actor, [case for case, _fold in folded])
    changed: list[CaseClock] = []
    gone: list[int] = []
    for case, fold in folded:
        rows = known.get(case.pk, {})
        promised = {_key(clock): clock for clock in fold.all if clock.target is not None or _key(clock) in rows}
        gone += [row.pk for key, row in rows.items() if key not in promised]
        new = [
            _row(case, rows, clock, by)
            for key, clock in promised.items()
            if key not in rows or differs(clock, rows[key])
        ]
        case.alarm_at = alarm({**rows, **{(row.promise, row.period): row for row in new}}.values())
        changed += new
    if gone:
        CaseClock.objects.visible_to(actor).filter(pk__in=gone).delete()
    if changed:
        for row in changed:  # known by its promise and period, so that old and new ones go in one statement
            row.pk = None
        CaseClock.objects.visible_to(actor).bulk_create(
            changed, update_conflicts=True, unique_fields=["case", "promise", "period"], update_fields=KEPT
        )


def _rows(actor: Actor, cases: Sequence[Case]) -> dict[int, dict[Key, CaseClock]]:
    """What is kept of the clocks of these cases."""
    statement = f"{selecting(CaseClock)} where org_id = %s and case_id = any(%s)"
    found: dict[int, dict[Key, CaseClock]] = {}
    for values in asked(statement, [actor.org_id, [case.pk for case in cases]]):
        row = made(CaseClock, values)
        found.setdefault(row.case_id, {})[(row.promise, row.period)] = row
    return found


def _keep_hands(actor: Actor, case: Case, facts: list[Fact]) -> None:
    """Add up in whose hand a case was that is closed; one that goes on has no sum yet."""
    rows = CaseHands.objects.visible_to(actor).filter(case_id=case.pk)
    if case.closed_at is None:
        if any(fact.kind in (clocks.REOPENED, clocks.UNMERGED) for fact in facts):
            rows.delete()
        return
    sums = dict.fromkeys((rules.US, rules.CUSTOMER, rules.OPERATOR, clocks.OFF), 0)
    for hold in clocks.hands(facts, terms_of(actor, facts), until=case.closed_at):
        if hold.party in sums:
            sums[hold.party] += round(hold.seconds)
    row = CaseHands(**case.whose(), day=case.closed_at.date(), **sums)
    rows.bulk_create([row], update_conflicts=True, unique_fields=["case"], update_fields=[*sums, "day"])


def differs(clock: Clock, row: CaseClock) -> bool:
    """Whether the fold says something else than the row."""
    return any(getattr(row, name) != value for name, value in _folded(clock).items())


def alarm(rows: Iterable[CaseClock]) -> datetime | None:
    """When the next warning or breach among these clocks is due to be noticed."""
    waits = [row for row in rows if row.ended_at is None and row.missed_at is None and row.breached_at is None]
    return min(
        (at for row in waits if (at := (row.warned_at is None and row.warn_at) or row.due_at) is not None), default=None
    )


def settle(row: CaseClock, *, agent_id: int | None, agent_name: str, zone: str) -> None:
    """Say what reports count of a clock, and whose it was."""
    missed = row.missed_at or (row.due_at if row.breached_at is not None else None)
    at = missed or (None if row.void else row.ended_at)
    outcome = "missed" if missed is not None else "met" if at is not None and row.due_at is not None else ""
    day = at.astimezone(ZoneInfo(zone)).date() if outcome and at is not None else row.day
    if outcome and not row.outcome:
        row.agent_id, row.agent_name = agent_id, agent_name
    row.was_day, row.day = _other(row.day, day, row.was_day), day
    row.outcome, row.changed_at = outcome, Now()  # the database's own time: what is told late is not overlooked


def _other(before: date | None, after: date | None, known: date | None) -> date | None:
    return before if before is not None and before != after else known


def _row(case: Case, rows: dict[Key, CaseClock], clock: Clock, by: Actor | None) -> CaseClock:
    row = rows.get(_key(clock)) or CaseClock(**case.whose(), promise=clock.promise, period=clock.period)
    for name, value in _folded(clock).items():
        setattr(row, name, value)
    ours = by is not None and by.tier != "customer" and by.person_id is not None
    agent_id, agent_name = (by.person_id, by.name) if ours and by else (case.assignee_id, case.assignee_name)
    zone = clock.target.hours.calendar.zone if clock.target is not None else "UTC"
    settle(row, agent_id=agent_id, agent_name=agent_name, zone=zone)
    return row


def _folded(clock: Clock) -> dict[str, Any]:
    return {
        "severity": clock.severity, "began_at": clock.began_at, "due_at": clock.deadline, "warn_at": clock.warn_at,
        "ended_at": clock.ended_at, "missed_at": clock.missed_at, "void": clock.void,
    }  # fmt: skip


def _key(clock: Clock) -> Key:
    return (clock.promise, clock.period)
