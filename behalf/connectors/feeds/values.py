"""Values out of a document that may hold anything: what has not the expected form is noted, and the rest goes on."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from behalf.connectors.feeds.model import UNKNOWN, Unknown, Update

TEXT = 20_000  # characters of a text
VALUE = 200  # characters of what was not understood
LATEST = 32_503_680_000  # the year 3000, in seconds
_FRACTION = re.compile(r"(\.\d{6})\d+")


@dataclass(slots=True)
class Notes:
    """What was not understood on the way."""

    found: list[Unknown] = field(default_factory=list)

    def note(self, item: str, name: str, value: object) -> None:
        """Keep what was not understood; of what is no plain value, its kind."""
        is_plain = value is None or isinstance(value, str | int | float)
        self.found.append(Unknown(item, name, str(value)[:VALUE] if is_plain else f"({type(value).__name__})"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One object of a document, read by the names of its fields. id: what notes about it are kept under."""

    fields: Mapping[str, Any]
    notes: Notes
    id: str = ""

    def text(self, *names: str) -> str:
        """The first of the fields that holds a text or a number; empty when none does."""
        for name in names:
            value = self.fields.get(name)
            if isinstance(value, str) and value.strip():
                return value.strip()[:TEXT]
            if isinstance(value, int | float) and not isinstance(value, bool):
                return str(value)
        return ""

    def plain(self, *names: str) -> str:
        """The text of a field that may hold HTML, without its marks."""
        return plain(self.text(*names))

    def when(self, *names: str) -> datetime | None:
        """The instant in the first of the fields that has one; a value that is none is noted."""
        for name in names:
            value = self.fields.get(name)
            if value in (None, ""):
                continue
            found = instant(value)
            if found is not None:
                return found
            self.notes.note(self.id, name, value)
        return None

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a list; a text alone is a list of one."""
        value = self.fields.get(name)
        if isinstance(value, str):
            return (value,) if value else ()
        return tuple(str(each) for each in value if isinstance(each, str)) if isinstance(value, list) else ()

    def one(self, name: str) -> Entry:
        """The object in a field, or an empty one."""
        value = self.fields.get(name)
        return Entry(value if isinstance(value, dict) else {}, self.notes, self.id)

    def each(self, name: str) -> Iterator[Entry]:
        """The objects of a list in a field."""
        yield from entries(self.fields.get(name), self.notes, f"{self.id}/{name}" if self.id else name, keep=self.id)

    def state(self, known: Mapping[str, str], said: str, name: str) -> str:
        """Our word for the provider's; an unknown one is noted and stays unknown."""
        if not said:
            return UNKNOWN
        found = known.get(said.lower())
        if found is None:
            self.notes.note(self.id, name, said)
        return found or UNKNOWN


def entries(value: object, notes: Notes, name: str, keep: str = "") -> Iterator[Entry]:
    """The objects of a list; what is no object is noted under the list's name. keep: the id that notes go by."""
    if value is None:
        return
    if not isinstance(value, list):
        notes.note(keep, name, value)
        return
    for each in value:
        if isinstance(each, dict):
            yield Entry(each, notes, keep)
        else:
            notes.note(keep, name, each)


def named(entry: Entry, *names: str) -> Entry:
    """The entry under the id that it carries."""
    return Entry(entry.fields, entry.notes, entry.text(*names))


def in_order(updates: list[Update]) -> tuple[Update, ...]:
    """Oldest first, whatever the order in which they came; undated ones stay at the front as they stood."""
    return tuple(sorted(updates, key=lambda each: each.at.timestamp() if each.at else 0.0))


def instant(value: object) -> datetime | None:
    """An instant from ISO 8601 or seconds since 1970; one without a zone is UTC, as providers mean it."""
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value.strip()[:15])
    if isinstance(value, int | float) and not isinstance(value, bool):
        return datetime.fromtimestamp(value, UTC) if 0 < value < LATEST else None
    if not isinstance(value, str | datetime):
        return None
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(_FRACTION.sub(r"\1", value.strip()))
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def plain(text: str) -> str:
    """A text that may hold HTML, as plain lines."""
    if "<" not in text:
        return html.unescape(text).replace("\xa0", " ").strip()
    tree = LexborHTMLParser(re.sub(r"(?i)<(br|/p|/div|/li)\b[^>]*>", r"\n<\1>", text))
    tree.strip_tags(["script", "style"], recursive=True)
    lines = (" ".join(line.split()) for line in tree.text().replace("\xa0", " ").split("\n"))
    return "\n".join(line for line in lines if line)[:TEXT]
