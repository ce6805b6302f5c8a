"""Where and when a page is read: language, time zone and the present, found once per page instead of per cell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.utils import timezone, translation

from behalf.kit import clock
from behalf.web import language


@dataclass(frozen=True, slots=True)
class Place:
    """The reader's language (as Django names it), zone, and the present on the reader's clock."""

    language: str
    zone: tzinfo
    now: datetime


_standing: ContextVar[Place | None] = ContextVar("place", default=None)


def _look() -> Place:
    zone = timezone.get_current_timezone()
    return Place(language=language.current(), zone=zone, now=clock.now().astimezone(zone))


def here() -> Place:
    """The page's place, or outside of a page what Django has active."""
    return _standing.get() or _look()


@contextmanager
def standing(code: str | None = None) -> Iterator[Place]:
    """Hold one place while a page is rendered; with a language, that language is active meanwhile."""
    with translation.override(code or language.current()):
        token = _standing.set(_look())
        try:
            yield here()
        finally:
            _standing.reset(token)
