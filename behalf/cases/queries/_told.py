"""What was said and what happened on a case and on those merged into it, as far as row-level security shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from behalf.cases.queries._family import FAMILY
from behalf.kit.statements import asked

# Three columns of a statement that begins with FAMILY. A customer sees its own part of them and nothing else.
TOLD = """
        (select json_agg(json_build_array(m.id, m.case_id, m.party, m.author_name, m.body, m.is_public, m.is_note,
            m.call, m.at) order by m.id) from cases_message m join family on m.case_id = family.id),
        (select json_agg(json_build_array(e.id, e.case_id, e.kind, e.facts, e.is_public, e.party, e.by_name, e.holder,
            e.key, e.at) order by e.id) from cases_caseevent e join family on e.case_id = family.id),
        (select json_agg(json_build_array(f.message_id, f.id, f.name, f.size) order by f.id)
            from cases_attachment f join family on f.case_id = family.id)"""
_OF = f"{FAMILY} select {TOLD}"


@dataclass(frozen=True, slots=True)
class Said:
    """A message."""

    id: int
    case_id: int
    party: str
    name: str
    body: str
    is_public: bool
    is_note: bool
    call: dict[str, Any] | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the timeline; ``holder`` when the case changed hands."""

    id: int
    case_id: int
    kind: str
    facts: dict[str, Any]
    is_public: bool
    party: str
    by_name: str
    holder: str | None
    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """Messages, lines of the timeline, and files as (message, id, name, size), each in the order of writing."""

    messages: list[Said]
    events: list[Happened]
    files: list[tuple[int, int, str, int]]

    @classmethod
    def of(cls, messages: Any, events: Any, files: Any) -> Told:
        """From the three columns of TOLD."""
        return cls(
            [Said(*_timed(row)) for row in messages or []],
            [Happened(*_timed(row)) for row in events or []],
            [tuple(row) for row in files or []],
        )


def told_of(case_id: int) -> Told:
    """Read them in one statement."""
    [row] = asked(_OF, {"case": case_id})
    return Told.of(*row)


def instant(text: str | None) -> datetime | None:
    """An instant as JSON has it."""
    return datetime.fromisoformat(text) if text is not None else None


def _timed(row: list[Any]) -> list[Any]:
    return [*row[:-1], instant(row[-1])]
