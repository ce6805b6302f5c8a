"""How entries read beyond their fields: what rooms above tell about their own codes, keys and things.

Rooms say it in ``deeds.py``, beside their ``DEEDS``: ``NAMES`` (a function of the actor), ``VALUES`` (field -> function
of a value and the names) and ``SUBJECTS`` (kind of thing -> how its entries read as a whole).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Protocol

from behalf.kit.actor import Actor
from behalf.web import times

Names = Mapping[int | str, str]
"""What things of the catalogue are called in the reader's language; by id, by code and by their name in any other."""

Line = tuple[str, str, str]
"""A line of a difference: sign, name and value."""


class Kept(Protocol):
    """What a room needs of an entry to read it."""

    @property
    def what(self) -> str: ...
    @property
    def subject_label(self) -> str: ...
    @property
    def before(self) -> Any: ...
    @property
    def after(self) -> Any: ...


class Subject(Protocol):
    """How entries about one kind of thing read; None where the room does not know this one (any more)."""

    def label(self, entry: Kept) -> str | None:
        """What the thing is called."""

    def lines(self, entry: Kept) -> list[Line] | None:
        """What the act changed."""


_namers: list[Callable[[Actor], Names]] = []
_values: dict[str, Callable[[Any, Names], str | None]] = {}
_subjects: dict[str, Subject] = {}

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]*(Z|[+-]\d\d:\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def declare(
    *,
    names: Callable[[Actor], Names] | None = None,
    values: Mapping[str, Callable[[Any, Names], str | None]] | None = None,
    subjects: Mapping[str, Subject] | None = None,
) -> None:
    """Add what a room tells."""
    if names is not None and names not in _namers:
        _namers.append(names)
    _values.update(values or {})
    _subjects.update(subjects or {})


def names(actor: Actor) -> Names:
    """All names that this reader may know; each room that has some asks the database once."""
    return {key: name for namer in _namers for key, name in namer(actor).items()}


def subject(kind: str) -> Subject | None:
    """How entries about this kind of thing read, where a room tells it."""
    return _subjects.get(kind)


def value(field: str, given: Any, known: Names) -> str | None:
    """A value as a room tells it; None where none does."""
    tell = _values.get(field)
    return tell(given, known) if tell else None


def word(of: Mapping[str, Any]) -> Callable[[Any, Names], str | None]:
    """How a code of a room reads, where it is one of these."""
    return lambda given, _names: str(of[given]) if given in of else None


def instant(text: str) -> str | None:
    """An instant or a day on the reader's clock; None for any other text."""
    try:
        if _INSTANT.fullmatch(text):
            return times.moment(datetime.fromisoformat(text))
        return times.day(date.fromisoformat(text)) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
