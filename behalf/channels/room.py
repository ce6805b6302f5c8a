"""Name plate of the channels room."""

from __future__ import annotations

RIGHTS: dict[str, set[str]] = {}
