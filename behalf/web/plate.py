"""What a room's name plate (``room.py``) may say to the frame: menu entries, tabs of a customer, bars, slots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from behalf.kit.actor import Tier

Label = Any  # a lazy translation


@dataclass(frozen=True)
class MenuEntry:
    """A line of the main menu for people of ``tiers`` who have ``right``; ``order`` sorts, ``jump`` is its shortcut."""

    key: str
    label: Label
    view: str
    icon: str
    right: str
    tiers: tuple[Tier, ...]
    order: int
    group: Label = ""
    jump: str = ""


@dataclass(frozen=True)
class Tab:
    """A tab of the customer in hand; ``view`` takes ``account_id``."""

    key: str
    label: Label
    view: str
    right: str
    order: int


@dataclass(frozen=True)
class Slot:
    """A panel that a room puts into a page of a lower room: htmx loads it from ``view`` with the page's arguments.

    With ``make``, the dotted name of ``make(actor, **arguments)``, its text stands in the page at once (None: nothing);
    for what must work without JavaScript and needs no statement.
    """

    place: str
    view: str
    right: str
    order: int = 50
    make: str = ""


@dataclass(frozen=True)
class Column:
    """A column that a room adds to a list of a lower room.

    ``read``: dotted name of ``read(actor, ids)``, which answers ``{id: fact}`` for the rows shown, in a constant
    number of statements; columns that name the same one share what it read.
    ``make``: dotted name of ``make(fact)``, which answers the Cell.
    """

    place: str
    label: Label
    read: str
    make: str
    right: str
    order: int = 50
    css: str = ""


@dataclass(frozen=True)
class Cell:
    """What stands in one row of a column; ``shape`` makes it a state (see ``ui.state``)."""

    text: Any
    shape: str = ""


@dataclass(frozen=True)
class Bar:
    """What stands above every page of a customer; ``make(request, account_id)`` answers a Panel or None."""

    make: str
