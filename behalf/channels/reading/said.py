"""What a rule says: an English msgid, collected for translation here, said in the reader's language on a page."""

from __future__ import annotations

Facts = dict[str, str | int]
Said = tuple[str, Facts]


def gettext_noop(text: str) -> str:
    """Mark a text for translation."""
    return text
