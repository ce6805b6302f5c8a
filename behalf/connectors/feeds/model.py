"""One shape for what any provider says about its services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

UNKNOWN = "unknown"


class NotRecognised(Exception):
    """The bytes are in none of the shapes that we know, or not in the one that was named."""


@dataclass(frozen=True, slots=True)
class Update:
    """One dated word on an item; ``status`` and ``said`` as on the item, empty where the update names none."""

    at: datetime | None
    text: str
    status: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A service, or something that a provider says about services.

    kind: ``service``, ``incident``, ``advisory``, ``maintenance``, ``announcement``, ``notice`` (not said which);
    services: the names that the provider uses;
    status: of a service or an incident a state of domain.md 2.3 (10), of maintenance ``planned``, ``started``,
    ``ended`` or ``cancelled``, of an announcement ``published``; where the provider's word is not known, or there is
    none, ``unknown`` and never ``normal``;
    said: the provider's own word for it; severity: the provider's word, too;
    updates: oldest first; incidents: those that came inside a service.
    """

    id: str
    kind: str
    title: str
    services: tuple[str, ...] = ()
    status: str = UNKNOWN
    said: str = ""
    severity: str = ""
    started: datetime | None = None
    ended: datetime | None = None
    changed: datetime | None = None
    act_by: datetime | None = None
    regions: tuple[str, ...] = ()
    category: str = ""
    text: str = ""
    url: str = ""
    updates: tuple[Update, ...] = ()
    incidents: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something in the feed that was not understood; it is kept here, and nothing is made of it."""

    item: str
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Feed:
    """What was understood. next: where the provider says that the feed goes on; without it this is the whole."""

    format: str
    items: tuple[Item, ...]
    unknown: tuple[Unknown, ...] = ()
    next: str = ""

    def every(self) -> Iterator[Item]:
        """The items, each followed by what came inside it."""
        for item in self.items:
            yield item
            yield from item.incidents
