"""What each kind of entry is called in people's words; every room names its own in ``deeds.py``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_deeds: dict[str, Any] = {}
_to_customer: dict[str, Any] = {}


def declare(deeds: Mapping[str, Any], to_customer: Mapping[str, Any] | None = None) -> None:
    """Add a room's deeds: ``{"cases.replied": _("Replied to the customer")}``, the words translated lazily.

    to_customer: those that a customer's own people call otherwise than the staff does.
    """
    _deeds.update(deeds)
    _to_customer.update(to_customer or {})


def deeds() -> dict[str, str]:
    """Every kind of entry with its words in the reader's language."""
    return {what: str(words) for what, words in _deeds.items()}


def named(what: str, *, to_customer: bool = False) -> str:
    """A kind of entry in words; one that nobody names is shown as it is written."""
    own = _to_customer.get(what) if to_customer else None
    return str(own or _deeds.get(what, what))
