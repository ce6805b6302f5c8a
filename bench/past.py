"""A case with its past: the events from which its clocks are folded, and the rows that come of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from behalf.agreements.rules import Terms
from behalf.cases import clocks, rules
from behalf.cases.clocks import Clock, Clocks, Fact
from behalf.cases.models import Case

ANSWERED, AGREED = timedelta(minutes=7), timedelta(minutes=30)
WHOSE = ("org_id", "customer_id", "case_id")
SAID = (*WHOSE, "party", "author_name", "body", "at")
HAPPENED = (*WHOSE, "kind", "facts", "holder", "at")
CLOCK = (
    *WHOSE, "promise", "period", "severity", "began_at", "due_at", "warn_at", "ended_at", "missed_at", "void",
    "warned_at", "breached_at", "agent_id", "agent_name", "outcome", "day", "changed_at",
)  # fmt: skip
HANDS = (*WHOSE, "us", "cust", "day")

Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A case and the clocks that its events leave: opened, answered, given into whose hand it is, solved, agreed."""

    case: Case
    facts: list[Fact]
    folded: Clocks

    @classmethod
    def of(cls, case: Case, terms: Terms) -> Made:
        """The case with the past that its status and its instants tell."""
        version, answered = int(case.agreement_version_id or 0), case.opened_at + ANSWERED
        facts = [Fact(clocks.OPENED, case.opened_at, rules.US, case.severity, version)]
        facts += [Fact(clocks.ANSWERED, answered)] if case.status != rules.NEW else []
        if case.closed_at is not None:
            facts.append(Fact(clocks.RESOLVED, case.closed_at - AGREED, rules.CUSTOMER))
            facts.append(Fact("confirmed", case.closed_at, rules.NOBODY))
        elif (holder := rules.holder(case.status)) != rules.US:
            facts.append(Fact("handed", answered, holder))
        return cls(case, facts, clocks.fold(facts, {version: terms}))

    def events(self) -> Iterator[Values]:
        """The rows of the timeline."""
        whose = tuple(self.case.whose().values())
        for fact in self.facts:
            known = {"channel": "mail", "severity": fact.severity, "version": fact.version} if fact.version else {}
            yield *whose, fact.kind, json.dumps(known), fact.holder, fact.at
            if fact.version and self.case.assignee_name:
                yield *whose, "assigned", json.dumps({"name": self.case.assignee_name}), None, fact.at

    def clocks(self, now: datetime) -> Iterator[Values]:
        """The rows of its clocks, what is late by now acted upon."""
        whose = tuple(self.case.whose().values())
        for each in self.folded.all:
            due_at, warn_at = each.deadline, each.warn_at
            late = each.ended_at is None and due_at is not None and due_at <= now
            at = due_at if late else _counts(each)
            missed = late or each.missed_at is not None
            outcome = "" if at is None else "missed" if missed else "met"
            yield (
                *whose, each.promise, each.period, each.severity, each.began_at, due_at, warn_at, each.ended_at,
                each.missed_at, each.void, warn_at if late else None, due_at if late else None, self.case.assignee_id,
                self.case.assignee_name, outcome, at.date() if at else None, at or self.case.opened_at,
            )  # fmt: skip

    def hands(self) -> Values:
        """In whose hand a closed case was."""
        closed = self.case.closed_at or self.case.opened_at
        ours = max(closed - AGREED - self.case.opened_at, timedelta())
        return (*self.case.whose().values(), int(ours.total_seconds()), int(AGREED.total_seconds()), closed.date())


def _counts(clock: Clock) -> datetime | None:
    return clock.missed_at or (None if clock.void else clock.ended_at)
