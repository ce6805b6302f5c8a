"""What a customer is promised, before there is a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from behalf.agreements import queries as agreements
from behalf.cases import clocks
from behalf.cases.models import Severity
from behalf.kit.actor import Actor
from behalf.kit.verbs import query


@dataclass(frozen=True, slots=True)
class Promised:
    """So much time, counted in the hours of this name."""

    budget: timedelta
    hours: str


@query("cases.read")
def first_answers(
    actor: Actor, *, account_id: int, service_id: int | None = None, now: datetime
) -> dict[str, Promised]:
    """By when a first answer is promised to a customer, for each severity for which one is."""
    found = agreements.applying(actor, account_id=account_id, service_id=service_id, now=now)
    if found is None:
        return {}
    targets = ((severity, found.terms.target(severity, clocks.FIRST)) for severity in Severity.values)
    return {severity: Promised(target.budget, target.hours.name) for severity, target in targets if target is not None}
