"""Who is named in a note: ``@`` and the whole name of a colleague, however long names begin alike."""

from __future__ import annotations

from collections.abc import Iterable


def named(text: str, people: Iterable[tuple[int, str]]) -> list[int]:
    """The ids of the people whose names stand behind an ``@``; of names that begin alike the longest counts."""
    known = sorted(people, key=lambda each: -len(each[1]))
    found: dict[int, None] = {}
    for part in text.split("@")[1:]:
        hit = next((pk for pk, name in known if name and part.casefold().startswith(name.casefold())), None)
        if hit is not None:
            found[hit] = None
    return list(found)
