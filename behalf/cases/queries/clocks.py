"""The clocks of a case as its pages show them: what runs, in whose hand it was, and why a deadline is what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, islice, pairwise

from behalf.agreements import queries as agreements
from behalf.agreements.models import AgreementVersion
from behalf.cases import clocks, rules
from behalf.cases.clocks import Clock, Stretch
from behalf.cases.models import Case, CaseClock
from behalf.cases.queries._facts import facts_of, terms_of
from behalf.cases.queries.thread import Conversation
from behalf.kit.actor import Actor
from behalf.kit.verbs import query

MOST_PARTS = 60  # of a bar; a finer one cannot be seen
MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class Course:
    """In whose hand the case was: parts to draw, and how long in each hand; and the clocks that are not over."""

    parts: list[rules.Hold]
    sums: dict[str, float]
    open: list[CaseClock]


@dataclass(frozen=True, slots=True)
class Counted:
    """A line of an explanation: an interval that counts, and how much has counted at its end."""

    since: datetime
    until: datetime
    total: timedelta


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a deadline is what it is: each interval that counts, up to the deadline or the end."""

    clock: Clock
    lines: list[Counted]
    more: bool
    stops: list[tuple[datetime, datetime | None]]
    unsure: list[int]

    @property
    def used(self) -> timedelta:
        """How much has counted in what is listed."""
        return self.lines[-1].total if self.lines else timedelta()


@query("cases.read")
def course(actor: Actor, case: Case, talk: Conversation, *, now: datetime) -> Course:
    """How the case went up to now, or to its end; ``talk``: its conversation, which has been read already."""
    facts = talk.facts(case)
    holds = clocks.hands(facts, terms_of(actor, facts), until=case.closed_at or now)
    sums: dict[str, float] = {}
    for hold in holds:
        sums[hold.party] = sums.get(hold.party, 0.0) + hold.seconds
    rows = CaseClock.objects.visible_to(actor).filter(case_id=case.pk, ended_at=None).order_by("due_at")
    return Course(_coarse(holds) if len(holds) > MOST_PARTS else holds, sums, list(rows))


@query("cases.read")
def explained(actor: Actor, case: Case) -> list[Explained]:
    """Every clock of the case with what counted, the open ones first, then the latest."""
    facts = facts_of(actor, case)
    folded = clocks.fold(facts, terms_of(actor, facts))
    shown = [clock for clock in folded.all if clock.target is not None and not clock.void]
    ordered = sorted(shown, key=lambda clock: (clock.ended_at is None, clock.began_at), reverse=True)
    return [_explained(clock) for clock in ordered[:20]]


@query("cases.read")
def promised(actor: Actor, case: Case, *, now: datetime) -> tuple[AgreementVersion | None, agreements.Applying | None]:
    """The version under which the case is, and the one that would apply to it were it opened now, when that differs."""
    pinned = agreements.version(actor, case.agreement_version_id) if case.agreement_version_id is not None else None
    found = agreements.applying(actor, account_id=case.account_id, service_id=case.service_id, now=now)
    return pinned, found if found is not None and found.version_id != case.agreement_version_id else None


def _explained(clock: Clock) -> Explained:
    until = clock.ended_at or clock.deadline
    lines = list(islice(_lines(clock, until), MOST_LINES + 1))
    calendar = clock.target.hours.calendar if clock.target is not None else None
    unsure = calendar.unsure_years(clock.began_at, until) if calendar is not None and until is not None else []
    return Explained(clock, lines[:MOST_LINES], len(lines) > MOST_LINES, list(_stops(clock)), unsure)


def _lines(clock: Clock, until: datetime | None) -> Iterator[Counted]:
    total = timedelta()
    for span in chain.from_iterable(_counted(stretch, until) for stretch in clock.stretches):
        total += span.until - span.since
        yield Counted(span.since, span.until, total)


def _counted(stretch: Stretch, until: datetime | None) -> Iterator[clocks.Span]:
    end = stretch.until or until
    if stretch.target is None or end is None or end <= stretch.since:
        return iter(())
    return stretch.target.hours.calendar.counted(stretch.since, end)


def _stops(clock: Clock) -> Iterator[tuple[datetime, datetime | None]]:
    """The times through which it stood still; the last may go on."""
    for one, other in pairwise(clock.stretches):
        if one.until is not None and one.until < other.since:
            yield one.until, other.since
    last = clock.stretches[-1].until if clock.stretches else None
    if last is not None and clock.ended_at is None:
        yield last, None


def _coarse(holds: list[rules.Hold]) -> list[rules.Hold]:
    """The same without the nights, when there are too many to be drawn."""
    found: list[rules.Hold] = []
    for hold in holds:
        party = rules.US if hold.party == clocks.OFF else hold.party
        if found and found[-1].party == party:
            found[-1] = rules.Hold(party, found[-1].since, hold.until)
        else:
            found.append(rules.Hold(party, hold.since, hold.until))
    return found
