"""What happened on a case, as far as its clocks care."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, cast

from behalf.agreements import queries as agreements
from behalf.cases import clocks, rules
from behalf.cases.clocks import Fact, Terms
from behalf.cases.models import Case
from behalf.kit.actor import Actor
from behalf.kit.statements import asked

_MOVING = """
    select case_id, kind, at, holder, facts::json, key from cases_caseevent
    where org_id = %s and case_id = any(%s) and (kind = any(%s) or holder is not null) order by id
"""

Written = tuple[str, datetime, str | None, dict[str, Any], str]


def facts_of(actor: Actor, case: Case) -> list[Fact]:
    """What happened on a case, as far as clocks care, in the order in which it was written down."""
    return facts_of_all(actor, [case])[case.pk]


def facts_of_all(actor: Actor, cases: Sequence[Case]) -> dict[int, list[Fact]]:
    """The same of many cases, by their ids."""
    written: dict[int, list[Written]] = {case.pk: [] for case in cases}
    for case_id, *row in asked(_MOVING, [actor.org_id, list(written), list(clocks.MOVING)]):
        written[case_id].append(cast(Written, tuple(row)))
    return {case.pk: facts_from(case, written[case.pk]) for case in cases}


def facts_from(case: Case, rows: Iterable[Written]) -> list[Fact]:
    """Events as facts. A case from before clocks were kept has no version or severity in its first event."""
    known = list(rows)
    if any(key.startswith(FILLED) for *_rest, key in known):
        known.sort(key=lambda row: row[1])
    severities = (facts["before"] for kind, _at, _holder, facts, _key in known if kind == clocks.SEVERITY)
    at_first = next(severities, case.severity)
    return [_fact(case, at_first, *row[:4]) for row in known]


FILLED = "filled:"  # answers of cases from before clocks were kept, written down afterwards


def _fact(case: Case, severity: str, kind: str, at: datetime, holder: str | None, facts: dict[str, Any]) -> Fact:
    if kind == clocks.OPENED:
        return Fact(
            kind,
            at,
            holder or rules.US,
            facts.get("severity", severity),
            facts.get("version", case.agreement_version_id),
        )
    if kind == clocks.SEVERITY:
        return Fact(kind, at, holder, facts["after"])
    return Fact(kind, at, holder, version=facts["version"] if kind == clocks.AGREEMENT else None)


def terms_of(actor: Actor, facts: Iterable[Fact]) -> dict[int, Terms]:
    """What the versions say that these events name."""
    versions = {fact.version for fact in facts}
    return dict(agreements.terms(actor, [each for each in versions if each is not None]))
