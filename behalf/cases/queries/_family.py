"""A case and all that were merged into it: what its thread, its side and its letters go by."""

from __future__ import annotations

from django.db import connection

# Chains of merges too. Row-level security says whose rows these are.
FAMILY = """
    with recursive family(id) as (
        select %(case)s::bigint
        union select merged.id from cases_case merged join family on merged.merged_into_id = family.id
    )
"""


def family_of(case_id: int) -> list[int]:
    """The case itself, and those merged into it."""
    with connection.cursor() as cursor:
        cursor.execute(f"{FAMILY} select id from family", {"case": case_id})  # noqa: S608  # constants; values are parameters
        return [member for (member,) in cursor.fetchall()]
