"""The clocks of a case: a fold over what happened on it. Plain Python; nothing here knows the present or the database.

Each promise of the agreement has a clock. The first response and the solution run from the opening; they stop while
the case lies with the customer. A next update is owed from each answer of ours, and from each moment at which the case
comes back to us, so its clock begins anew each time: those are its periods. Another severity or another agreement
changes the budget and the calendar of a running clock and keeps the time that it has used, each stretch counted as it
was promised then. Read the events again, and the same clocks come out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from behalf.cases import rules

FIRST, UPDATE, SOLUTION = "first", "update", "resolution"
PROMISES = (FIRST, UPDATE, SOLUTION)

# Events that move a clock, besides every change of hands.
OPENED, ANSWERED, SEVERITY, AGREEMENT, RESOLVED, REOPENED, MERGED, UNMERGED = (
    "opened", "answered", "severity", "agreement", "resolved", "reopened", "merged", "unmerged",
)  # fmt: skip
CLOSED = ("confirmed", "closed", MERGED)
MOVING = (OPENED, ANSWERED, SEVERITY, AGREEMENT, RESOLVED, REOPENED, UNMERGED, *CLOSED)

OFF, DONE = "off", "done"  # parts of a case's time in nobody's hand: outside our hours, and after it was closed


class Span(Protocol):
    """Time that counted without a break."""

    @property
    def since(self) -> datetime: ...
    @property
    def until(self) -> datetime: ...


class Calendar(Protocol):
    """Hours that count, as an agreement carries them."""

    @property
    def zone(self) -> str: ...
    def counted(self, since: datetime, until: datetime) -> Iterator[Span]: ...
    def unsure_years(self, since: datetime, until: datetime) -> list[int]: ...


class Hours(Protocol):
    """A calendar with its name."""

    @property
    def name(self) -> str: ...
    @property
    def calendar(self) -> Calendar: ...


class Target(Protocol):
    """What is promised: a budget of time in some hours."""

    @property
    def budget(self) -> timedelta: ...
    @property
    def hours(self) -> Hours: ...
    def advance(self, since: datetime, budget: timedelta) -> datetime: ...
    def elapsed(self, since: datetime, until: datetime) -> timedelta: ...


class Terms(Protocol):
    """What a version of an agreement promises."""

    @property
    def warns_at(self) -> int: ...
    def target(self, severity: str, promise: str) -> Target | None: ...


@dataclass(frozen=True, slots=True)
class Fact:
    """What happened, as far as clocks care; ``holder``, severity and version when they changed."""

    kind: str
    at: datetime
    holder: str | None = None
    severity: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time through which a clock ran for one target; None until it ends."""

    since: datetime
    until: datetime | None
    target: Target | None

    @property
    def used(self) -> timedelta:
        """How much of it counted; nothing of one that still runs."""
        if self.until is None or self.target is None:
            return timedelta()
        return self.target.elapsed(self.since, self.until)


@dataclass(slots=True)
class Clock:
    """One period of one promise. ``void``: it ended without being kept or broken, and no report counts it."""

    promise: str
    period: int
    began_at: datetime
    severity: str
    target: Target | None
    warns_at: int
    stretches: list[Stretch] = field(default_factory=list)
    ended_at: datetime | None = None
    missed_at: datetime | None = None
    void: bool = False

    @property
    def runs(self) -> bool:
        """Whether time counts against it now."""
        return self.ended_at is None and bool(self.stretches) and self.stretches[-1].until is None

    @property
    def used(self) -> timedelta:
        """What the stretches that are over have used."""
        return sum((each.used for each in self.stretches), timedelta())

    @property
    def due_at(self) -> datetime | None:
        """When the promise is broken if nothing happens; None while it stands still, or when nothing is promised."""
        return self._when(100) if self.runs else None

    @property
    def warn_at(self) -> datetime | None:
        """When so much of the budget is used that a warning goes out."""
        return self._when(self.warns_at) if self.runs else None

    @property
    def deadline(self) -> datetime | None:
        """The same, also of a clock that is over: by when it had to be."""
        return self._when(100) if self.runs or self.ended_at is not None else None

    def _when(self, percent: int) -> datetime | None:
        """When so much of the budget is used, going on from the beginning of the last stretch."""
        if self.target is None or not self.stretches:
            return None
        used = sum((each.used for each in self.stretches[:-1]), timedelta())
        left = max(self.target.budget * percent / 100 - used, timedelta())
        try:
            return self.target.advance(self.stretches[-1].since, left)
        except LookupError:  # the calendar does not open again
            return None

    # --- What happens to it ------------------------------------------------------------------------------------------

    def start(self, at: datetime) -> None:
        """Run from now on, unless it does or is over."""
        if self.ended_at is None and not self.runs:
            self.stretches.append(Stretch(at, None, self.target))

    def stop(self, at: datetime) -> None:
        """Stand still from now on; a deadline that passed before stays missed."""
        if self.runs:
            due_at = self.due_at
            if self.missed_at is None and due_at is not None and due_at < at:
                self.missed_at = due_at
            last = self.stretches[-1]
            self.stretches[-1] = Stretch(last.since, at, last.target)

    def end(self, at: datetime, *, void: bool = False) -> None:
        """The promise was kept, or was broken before; ``void``: it came to nothing."""
        if self.ended_at is None:
            self.stop(at)
            self.ended_at, self.void = at, void

    def again(self, at: datetime, *, run: bool) -> None:
        """Go on after its end, with what it had used; what was missed stays missed."""
        self.ended_at, self.void = None, False
        if run:
            self.start(at)

    def retarget(self, at: datetime, severity: str, target: Target | None, warns_at: int) -> None:
        """Count for another promise from now on, and keep what was used."""
        ran = self.runs
        self.stop(at)
        self.severity, self.target, self.warns_at = severity, target, warns_at
        if ran:
            self.start(at)


class Clocks:
    """The clocks of one case, as its events leave them."""

    def __init__(self, terms: Mapping[int, Terms]) -> None:
        self._terms = terms
        self._now: Terms | None = None
        self._severity = ""
        self._ours = False
        self._closed = False
        self.all: list[Clock] = []

    def take(self, fact: Fact) -> None:
        """Go on by one event; events come in the order in which they happened."""
        ours = self._ours if fact.holder is None else fact.holder in (rules.US, rules.OPERATOR)
        if fact.kind == OPENED:
            self._open(fact)
        elif fact.kind in (SEVERITY, AGREEMENT):
            self._retarget(fact)
        elif fact.kind == ANSWERED:
            self._answer(fact.at)
        elif fact.kind == RESOLVED:
            self._end(SOLUTION, fact.at)
        elif fact.kind == REOPENED:
            self._reopen(fact.at)
        elif fact.kind in CLOSED:
            self._close(fact.at)
        self._hand(fact.at, ours=ours)

    def of(self, promise: str) -> Clock | None:
        """The latest period of a promise."""
        return next((clock for clock in reversed(self.all) if clock.promise == promise), None)

    @property
    def due_at(self) -> datetime | None:
        """The earliest open deadline."""
        return self.due[0]

    @property
    def due(self) -> tuple[datetime | None, str]:
        """The earliest open deadline and the promise that it belongs to; of two at once, the nearer to an answer."""
        found = [(at, PROMISES.index(clock.promise)) for clock in self.all if (at := clock.due_at) is not None]
        at, place = min(found, default=(None, -1))
        return at, PROMISES[place] if at is not None else ""

    def _open(self, fact: Fact) -> None:
        self._now, self._severity, self._ours = self._terms.get(fact.version or 0), fact.severity, True
        for promise in (FIRST, SOLUTION):
            self._begin(promise, fact.at)

    def _begin(self, promise: str, at: datetime) -> None:
        before = self.of(promise)
        clock = Clock(
            promise, before.period + 1 if before else 1, at, self._severity, self._target(promise), self._warns_at
        )
        clock.start(at)
        self.all.append(clock)

    def _answer(self, at: datetime) -> None:
        self._end(FIRST, at)
        self._end(UPDATE, at)
        if self._ours and not self._closed:
            self._begin(UPDATE, at)

    def _reopen(self, at: datetime) -> None:
        self._closed = False
        solution, first = self.of(SOLUTION), self.of(FIRST)
        if solution is not None and solution.ended_at is not None:
            solution.again(at, run=self._ours)
        if first is not None and first.void:
            first.again(at, run=self._ours)

    def _close(self, at: datetime) -> None:
        self._closed = True
        for promise in PROMISES:
            self._end(promise, at, void=True)

    def _hand(self, at: datetime, *, ours: bool) -> None:
        """Take it from the customer, or give it there."""
        was, self._ours = self._ours, ours
        if was == ours or self._closed:
            return
        if not ours:
            self._end(UPDATE, at, void=True)
        for promise in (FIRST, SOLUTION):
            clock = self.of(promise)
            if clock is not None:
                (clock.start if ours else clock.stop)(at)
        first = self.of(FIRST)
        if ours and first is not None and first.ended_at is not None:
            self._begin(UPDATE, at)

    def _retarget(self, fact: Fact) -> None:
        self._severity = fact.severity or self._severity
        if fact.version is not None:
            self._now = self._terms.get(fact.version)
        for clock in self.all:
            if clock.ended_at is None:
                clock.retarget(fact.at, self._severity, self._target(clock.promise), self._warns_at)

    def _end(self, promise: str, at: datetime, *, void: bool = False) -> None:
        clock = self.of(promise)
        if clock is None or clock.ended_at is not None:
            return
        clock.end(at, void=void)
        if promise == UPDATE and clock.began_at == at:  # answered and handed over in one breath: nothing was owed
            self.all.remove(clock)

    def _target(self, promise: str) -> Target | None:
        return self._now.target(self._severity, promise) if self._now is not None else None

    @property
    def _warns_at(self) -> int:
        return self._now.warns_at if self._now is not None else 100


def fold(facts: Iterable[Fact], terms: Mapping[int, Terms]) -> Clocks:
    """The clocks that these events leave, with what each version of the agreement says."""
    clocks = Clocks(terms)
    for fact in _in_order(facts):
        clocks.take(fact)
    return clocks


def _in_order(facts: Iterable[Fact]) -> Iterator[Fact]:
    """What waited in the queue and is written down late happened no earlier than what stands before it.

    A merge that was undone never was: the clocks of a case run on as if it had stayed on its own.
    """
    last: datetime | None = None
    for fact in _without_undone(facts):
        last = fact.at if last is None else max(last, fact.at)
        yield fact if fact.at == last else replace(fact, at=last)


def _without_undone(facts: Iterable[Fact]) -> list[Fact]:
    kept: list[Fact] = []
    for fact in facts:
        if fact.kind != UNMERGED:
            kept.append(fact)
        elif merged := [place for place, each in enumerate(kept) if each.kind == MERGED]:
            del kept[merged[-1] :]
    return kept


# --- In whose hand ---------------------------------------------------------------------------------------------------


def hands(facts: Iterable[Fact], terms: Mapping[int, Terms], *, until: datetime) -> list[rules.Hold]:
    """In whose hand the case was, every moment from its opening on in exactly one: us, customer, operator, outside our
    hours while it lay with us, or done after it was closed. Neighbours of one hand are one.
    """
    found: list[rules.Hold] = []
    for hold, target in _held(facts, terms, until):
        for part in _in_hours(hold, target) if hold.party == rules.US else [hold]:
            if found and found[-1].party == part.party:
                found[-1] = rules.Hold(part.party, found[-1].since, part.until)
            else:
                found.append(part)
    return found


def _held(
    facts: Iterable[Fact], terms: Mapping[int, Terms], until: datetime
) -> Iterator[tuple[rules.Hold, Target | None]]:
    """Each stretch through which nothing changed, with the promise whose hours were ours then."""
    party, severity, version = rules.US, "", None
    since: datetime | None = None
    for fact in _in_order(facts):
        if since is not None and fact.at > since:
            yield rules.Hold(party, since, min(fact.at, until)), _hours(terms, version, severity)
        if since is not None or fact.kind == OPENED:
            since = max(fact.at, since or fact.at)
        party = party if fact.holder is None else fact.holder or DONE
        severity, version = fact.severity or severity, version if fact.version is None else fact.version
    if since is not None and until > since:
        yield rules.Hold(party, since, until), _hours(terms, version, severity)


def _hours(terms: Mapping[int, Terms], version: int | None, severity: str) -> Target | None:
    known = terms.get(version or 0)
    found = (known.target(severity, promise) for promise in (UPDATE, FIRST, SOLUTION)) if known is not None else ()
    return next((each for each in found if each is not None), None)


def _in_hours(hold: rules.Hold, target: Target | None) -> Iterator[rules.Hold]:
    """What lay with us, parted into our hours and the time outside them."""
    if target is None:
        yield hold
        return
    since = hold.since
    for span in target.hours.calendar.counted(hold.since, hold.until):
        if span.since > since:
            yield rules.Hold(OFF, since, span.since)
        yield rules.Hold(rules.US, span.since, span.until)
        since = span.until
    if hold.until > since:
        yield rules.Hold(OFF, since, hold.until)
