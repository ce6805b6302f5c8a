"""Text with places for what is known of a case: ``{{customer}}``, ``{{contact}}``. Plain text in, plain text out."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PLACE = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)
_WORD = re.compile(r"[a-z_]+")

VARIABLES = (
    "customer", "contact", "number", "subject", "service", "severity", "agent", "desk", "phone",
)  # fmt: skip


def unknown(text: str) -> list[str]:
    """The places that name nothing we know, and braces that are not closed; none: the text may be saved."""
    named = [place for place in _PLACE.findall(text) if place not in VARIABLES]
    rest = _PLACE.sub("", text)
    return [*dict.fromkeys(named), *(["{{"] if "{{" in rest or "}}" in rest else [])]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled; one that is unknown is left as it stands, so that a person sees it."""

    def put(found: re.Match[str]) -> str:
        word = found.group(1)
        return values.get(word, found.group(0)) if _WORD.fullmatch(word) else found.group(0)

    return _PLACE.sub(put, text)
