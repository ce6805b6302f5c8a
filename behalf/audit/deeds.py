"""What each kind of entry is called in people's words; every room names its own in ``deeds.py``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_deeds: dict[str, Any] = {}


def declare(deeds: Mapping[str, Any]) -> None:
    """Add a room's deeds: ``{"cases.replied": _("Replied to the customer")}``, the words translated lazily."""
    _deeds.update(deeds)


def deeds() -> dict[str, str]:
    """Every kind of entry with its words in the reader's language."""
    return {what: str(words) for what, words in _deeds.items()}


def named(what: str) -> str:
    """A kind of entry in words; one that nobody names is shown as it is written."""
    return str(_deeds.get(what, what))
