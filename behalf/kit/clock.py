"""The one place where time comes from; only doors ask it, everything below is handed ``now``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_told: ContextVar[datetime | None] = ContextVar("behalf_told_time", default=None)


def now() -> datetime:
    """The present instant, in UTC."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Inside, it is ``instant`` for the doors: how the demo world's past is told."""
    token = _told.set(instant)
    try:
        yield
    finally:
        _told.reset(token)
