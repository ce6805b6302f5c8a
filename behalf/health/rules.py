"""What a state means, which of two is worse, what ninety days looked like, and what may follow what (P24)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise

HISTORY_DAYS = 90
NOTICE = timedelta(days=5)  # planned maintenance is announced this long ahead (GL, domain.md 1.9)
UPDATE_EVERY = timedelta(hours=1)  # while an incident runs, unless its last update says otherwise (GL)
CLOCK_SLACK = timedelta(minutes=5)  # a time typed in full minutes may be a little ahead of the server's


class State(StrEnum):
    """How a service is in one place, from best to worst (domain.md 2.3 (10)); the order of this list is the rule."""

    NORMAL = "normal"
    REVIEWED = "post_incident_review"
    FALSE_POSITIVE = "false_positive"
    RESTORED = "restored"
    MAINTENANCE = "maintenance"
    ADVISORY = "advisory"
    SUSPENDED = "investigation_suspended"
    INVESTIGATING = "investigating"
    UNKNOWN = "unknown"
    EXTENDED_RECOVERY = "extended_recovery"
    RESTORING = "restoring"
    DEGRADATION = "degradation"
    INTERRUPTION = "interruption"


class Level(StrEnum):
    """How much a state matters; ``plan`` and ``unk`` are neither good nor bad."""

    NORMAL = "ok"
    INFORMATION = "info"
    PLANNED = "plan"
    UNKNOWN = "unk"
    WARNING = "warn"
    CRITICAL = "crit"


class Kind(StrEnum):
    """What an incident is: a fault of two sizes, or something to know while the service works."""

    OUTAGE = "outage"
    DEGRADATION = "degradation"
    ADVISORY = "advisory"


RANK: Mapping[State, int] = {state: place for place, state in enumerate(State)}

LEVEL: Mapping[State, Level] = {
    State.NORMAL: Level.NORMAL,
    State.REVIEWED: Level.NORMAL,
    State.FALSE_POSITIVE: Level.NORMAL,
    State.RESTORED: Level.NORMAL,
    State.MAINTENANCE: Level.PLANNED,
    State.ADVISORY: Level.INFORMATION,
    State.SUSPENDED: Level.INFORMATION,
    State.INVESTIGATING: Level.INFORMATION,
    State.UNKNOWN: Level.UNKNOWN,
    State.EXTENDED_RECOVERY: Level.WARNING,
    State.RESTORING: Level.WARNING,
    State.DEGRADATION: Level.WARNING,
    State.INTERRUPTION: Level.CRITICAL,
}

# A day looks like the worst of its hours; what was merely worth knowing leaves the day a good one.
DAY_RANK: Mapping[Level, int] = {
    Level.NORMAL: 0,
    Level.INFORMATION: 0,
    Level.PLANNED: 1,
    Level.UNKNOWN: 2,
    Level.WARNING: 3,
    Level.CRITICAL: 4,
}

# What an hour of a state takes from the availability; planned and unknown hours are not counted at all.
LOSS: Mapping[Level, float] = {
    Level.NORMAL: 0.0,
    Level.INFORMATION: 0.0,
    Level.WARNING: 0.5,
    Level.CRITICAL: 1.0,
}

STATED = (State.NORMAL, State.ADVISORY, State.DEGRADATION, State.INTERRUPTION, State.MAINTENANCE, State.UNKNOWN)
RUNNING = (
    State.INVESTIGATING,
    State.DEGRADATION,
    State.INTERRUPTION,
    State.RESTORING,
    State.EXTENDED_RECOVERY,
    State.SUSPENDED,
)
ENDED = (State.RESTORED, State.FALSE_POSITIVE)
CORRECTABLE = (*RUNNING, State.MAINTENANCE, *ENDED, State.REVIEWED)


# --- Worst state ---------------------------------------------------------------------------------------------------


def worst(states: Iterable[State]) -> State:
    """The state that counts when several are true at once; nothing said is unknown, not normal."""
    return max(states, key=RANK.__getitem__, default=State.UNKNOWN)


def effect(kind: Kind, state: State) -> State:
    """What an incident's state does to the services it names: an advisory never makes one worse than *advisory*."""
    if kind is Kind.ADVISORY and state in RUNNING:
        return State.ADVISORY
    return state


# --- History -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in one state; without an end it lasts."""

    state: State
    start: datetime
    end: datetime | None = None


def spans(statements: Iterable[tuple[datetime, State]]) -> list[Span]:
    """One source's dated statements as stretches: each lasts until the next; of two for one instant the later."""
    said = dict(sorted(statements, key=lambda statement: statement[0]))
    starts = list(said)
    ends = [*starts[1:], None][: len(starts)]
    return [Span(said[start], start, end) for start, end in zip(starts, ends, strict=True)]


def incident_spans(said: Iterable[tuple[datetime, Kind, State]], since: datetime) -> list[Span]:
    """What an incident's updates say about a place that it has touched since then; its end says nothing any more."""
    stretches = spans((at, effect(kind, state)) for at, kind, state in said if state is not State.REVIEWED)
    return [
        Span(stretch.state, max(stretch.start, since), stretch.end)
        for stretch in stretches
        if stretch.state not in ENDED and (stretch.end is None or stretch.end > since)
    ]


def timeline(sources: Sequence[Span], start: datetime, end: datetime) -> list[Span]:
    """The worst of all sources from start to end, without gap or overlap; where nobody said anything it is unknown."""
    inside = [span for span in sources if span.start < end and (span.end is None or span.end > start)]
    cuts = sorted({start, end, *_edges(inside, start, end)})
    line: list[Span] = []
    for left, right in pairwise(cuts):
        state = worst(span.state for span in inside if span.start <= left and (span.end is None or span.end >= right))
        if line and line[-1].state is state:
            line[-1] = Span(state, line[-1].start, right)
        else:
            line.append(Span(state, left, right))
    return line


def _edges(inside: Iterable[Span], start: datetime, end: datetime) -> set[datetime]:
    edges = {span.start for span in inside} | {span.end for span in inside if span.end is not None}
    return {edge for edge in edges if start < edge < end}


def state_at(sources: Iterable[Span], now: datetime) -> State:
    """The worst that any source says for this instant."""
    return worst(span.state for span in sources if span.start <= now and (span.end is None or span.end > now))


def since(lines: Iterable[Sequence[Span]], state: State) -> datetime | None:
    """Since when the places that are in this state now have been in it; None when longer than the lines reach back."""
    begun = [line[-1].start for line in lines if line[-1].state is state and len(line) > 1]
    return min(begun, default=None)


def midnights(today: date, zone: tzinfo, count: int = HISTORY_DAYS) -> list[datetime]:
    """The instants at which the last ``count`` days begin in this zone, today's being the last."""
    days = (today - timedelta(days=back) for back in range(count - 1, -1, -1))
    return [datetime.combine(day, time.min, zone).astimezone(UTC) for day in days]


def day_levels(line: Sequence[Span], begins: Sequence[datetime], now: datetime) -> list[Level]:
    """How each day was: the worst level of its hours, for days that begin at ``begins``; today counts until now."""
    levels = [Level.NORMAL] * len(begins)
    for span in line:
        level = LEVEL[span.state]
        if not DAY_RANK[level] or span.start >= now:
            continue
        first = max(bisect_right(begins, span.start) - 1, 0)
        after = len(begins) if span.end is None else bisect_left(begins, span.end)
        for place in range(first, after):
            if DAY_RANK[level] > DAY_RANK[levels[place]]:
                levels[place] = level
    return levels


def worst_days(rows: Sequence[Sequence[Level]]) -> list[Level]:
    """Several places' days as one row: each day the worst of them."""
    return [max(day, key=DAY_RANK.__getitem__) for day in zip(*rows, strict=True)]


def availability(lines: Iterable[Sequence[Span]]) -> float | None:
    """The share of known, unplanned time that the service worked, 0 to 1, over all its places; None when none is known.

    An outage counts whole, a degradation half.
    """
    known = lost = 0.0
    for line in lines:
        for span in line:
            level = LEVEL[span.state]
            if level not in LOSS or span.end is None:
                continue
            seconds = (span.end - span.start).total_seconds()
            known += seconds
            lost += seconds * LOSS[level]
    return 1 - lost / known if known else None


# --- What may follow what ------------------------------------------------------------------------------------------


def may_follow(before: State, after: State) -> bool:
    """Whether an incident in one state may be published in the other: an ended one only gets its review."""
    if before in RUNNING:
        return after in RUNNING or after in ENDED
    return before in ENDED and after is State.REVIEWED


def next_states(state: State) -> tuple[State, ...]:
    """The states that an update may give to an incident, the present one first."""
    following = tuple(after for after in (*RUNNING, *ENDED, State.REVIEWED) if may_follow(state, after))
    return tuple(sorted(following, key=lambda after: after is not state))


def is_sound(states: Sequence[State]) -> bool:
    """Whether these are an incident's updates in a possible order, also after one of them was corrected.

    An outage that turned out to be planned work is corrected to *maintenance*, which cannot be where it ended.
    """
    course = [state for state in states if state is not State.REVIEWED]
    if not course or not set(course[:-1]) <= {*RUNNING, State.MAINTENANCE}:
        return False
    reviewed = len(course) < len(states)
    after_the_end = list(states[: len(course)]) == course and course[-1] in ENDED
    return after_the_end if reviewed else course[-1] in RUNNING or course[-1] in ENDED


def is_ahead(at: datetime, now: datetime) -> bool:
    """Whether something is said to have happened in the future."""
    return at > now + CLOCK_SLACK


def is_short_notice(starts_at: datetime, announced_at: datetime) -> bool:
    """Whether planned work is announced later than the five days ahead that customers are promised."""
    return starts_at - announced_at < NOTICE


# --- Maintenance ---------------------------------------------------------------------------------------------------


class Stage(StrEnum):
    """Where planned work stands."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What was said about planned work; every step is told to those it concerns."""

    PLANNED = "planned"
    MOVED = "moved"
    STARTED = "started"
    ENDED = "ended"
    CANCELLED = "cancelled"
    CORRECTED = "corrected"


_STEPS: Mapping[Stage, Mapping[Step, Stage]] = {
    Stage.PLANNED: {Step.MOVED: Stage.PLANNED, Step.STARTED: Stage.RUNNING, Step.CANCELLED: Stage.CANCELLED},
    Stage.RUNNING: {Step.MOVED: Stage.RUNNING, Step.ENDED: Stage.ENDED},
    Stage.ENDED: {},
    Stage.CANCELLED: {},
}


def steps_from(stage: Stage) -> tuple[Step, ...]:
    """What may be said next about planned work in this stage; a wording may be corrected at any time."""
    return (*_STEPS[stage], Step.CORRECTED)


def stage_after(stage: Stage, step: Step) -> Stage | None:
    """Where a step leads, or None when it cannot be taken from here."""
    return stage if step is Step.CORRECTED else _STEPS[stage].get(step)
