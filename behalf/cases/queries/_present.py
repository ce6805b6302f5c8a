"""Who is at which case, as one value of a larger statement."""

from __future__ import annotations

from dataclasses import dataclass

# For the organization, the instant and the person who asks.
PRESENT = """
    select json_agg(json_build_array(case_id, name, writing) order by case_id, name) from cases_presence
    where org_id = %s and until >= %s and person_id is distinct from %s
"""


@dataclass(frozen=True, slots=True)
class Present:
    """A colleague at a case; ``writing``: reply, note or nothing."""

    name: str
    writing: str = ""


def by_case(rows: list[tuple[int, str, str]]) -> dict[int, tuple[Present, ...]]:
    """Who is at which case, from what ``PRESENT`` answers."""
    found: dict[int, tuple[Present, ...]] = {}
    for case_id, name, writing in rows:
        found[case_id] = (*found.get(case_id, ()), Present(name, writing))
    return found
