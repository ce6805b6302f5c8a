"""The one place where time comes from; only doors ask it, everything below is handed ``now``."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)
