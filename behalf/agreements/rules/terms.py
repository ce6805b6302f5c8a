"""What an agreement promises: for each severity, within how much time of which calendar, one of three things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from behalf.agreements.rules import hours
from behalf.agreements.rules.hours import Calendar

Promise = Literal["first", "update", "resolution"]
PROMISES: tuple[Promise, ...] = ("first", "update", "resolution")
SEVERITIES = ("A", "B", "C")

WARNS_AT = 75  # percent of a budget, when a warning goes out

# The documented targets (domain.md 2.6, O1 and GL), in minutes; a next update is owed as quickly as the first answer.
DOCUMENTED: Mapping[str, int] = {"A": 120, "B": 240, "C": 480}


@dataclass(frozen=True, slots=True)
class Hours:
    """A calendar as an agreement carries it: with its number on the desk and its name."""

    id: int
    name: str
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Target:
    """So much time of these hours."""

    budget: timedelta
    hours: Hours

    def advance(self, since: datetime, budget: timedelta) -> datetime:
        """When so much time has counted."""
        return self.hours.calendar.advance(since, budget)

    def elapsed(self, since: datetime, until: datetime) -> timedelta:
        """How much time counted."""
        return self.hours.calendar.elapsed(since, until)


@dataclass(frozen=True, slots=True)
class Terms:
    """The promises of one version, by severity and promise; what is missing is not promised."""

    targets: Mapping[tuple[str, str], Target]
    warns_at: int = WARNS_AT

    def target(self, severity: str, promise: str) -> Target | None:
        """What is promised, if it is."""
        return self.targets.get((severity, promise))


def as_data(terms: Terms) -> dict[str, Any]:
    """Terms for keeping as JSON; each calendar stands in it once."""
    carried = {target.hours.id: target.hours for target in terms.targets.values()}
    return {
        "warns_at": terms.warns_at,
        "calendars": [
            {"id": each.id, "name": each.name, "hours": hours.as_data(each.calendar)}
            for _number, each in sorted(carried.items())
        ],
        "targets": [
            [severity, promise, target.budget // timedelta(minutes=1), target.hours.id]
            for (severity, promise), target in sorted(terms.targets.items())
        ],
    }


def from_data(data: Mapping[str, Any]) -> Terms:
    """The terms that were kept."""
    carried = {
        each["id"]: Hours(each["id"], each["name"], hours.from_data(each["hours"])) for each in data["calendars"]
    }
    return Terms(
        targets={
            (severity, promise): Target(timedelta(minutes=minutes), carried[number])
            for severity, promise, minutes, number in data["targets"]
        },
        warns_at=data["warns_at"],
    )


def specificity(*, account: bool, service: bool) -> int:
    """Which of two agreements goes before the other: the customer's own before the service's, both before either."""
    return 2 * account + service


def documented(always: Hours, in_hours: Hours) -> Terms:
    """The defaults: A counts around the clock, B and C in service hours; nothing is promised of the solution."""
    return Terms(
        {
            (severity, promise): Target(timedelta(minutes=minutes), always if severity == "A" else in_hours)
            for severity, minutes in DOCUMENTED.items()
            for promise in ("first", "update")
        }
    )


def never_opens(terms: Terms, now: datetime) -> Iterable[tuple[str, str]]:
    """The promises whose calendar does not open for them any more: they could not be kept."""
    for key, target in terms.targets.items():
        try:
            target.advance(now, target.budget)
        except hours.NeverOpens:
            yield key
