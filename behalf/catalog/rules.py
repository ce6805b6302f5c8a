"""What the catalogue allows."""

from __future__ import annotations

from collections.abc import Collection


def free_place(taken: Collection[int], places: int) -> int | None:
    """The first free place on top of the catalogue, or None when all are taken (P09)."""
    return next((place for place in range(1, places + 1) if place not in taken), None)
