"""What an address asks a list for: the words to look for, and the key at which its next page begins."""

from __future__ import annotations

from django.http import HttpRequest

LONGEST = 200
DIGITS = 18  # as many as an id of the database may have


def words(request: HttpRequest, name: str = "q") -> str:
    """The words, without what no text of ours contains: the database takes no NUL."""
    text = request.GET.get(name, "")[:LONGEST]
    return "".join(letter if letter.isprintable() else " " for letter in text).strip()


def key(request: HttpRequest, name: str = "before") -> int | None:
    """The number, or None when there is none that could be an id of ours."""
    return whole(request.GET.get(name, ""))


def whole(text: str) -> int | None:
    """A text of digits as the number that it is; None for any other, and for one that is too long for an id."""
    return int(text) if text.isdecimal() and len(text) <= DIGITS else None
