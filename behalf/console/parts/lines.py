"""A part of the overview and its lines, whatever room they come from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from behalf.kit.actor import Actor

# How a line's instant is read: as a deadline, a moment, a beginning or a calendar day.
Reads = Literal["left", "when", "since", "day"]


@dataclass(frozen=True, slots=True)
class State:
    """How it is: a shape of ``ui.state`` and its word; ``tone`` where it is not the shape's own."""

    shape: str
    word: str
    tone: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits; ``person`` is who has it (empty: nobody yet), ``party`` whose hand it is in."""

    title: str
    url: str
    at: datetime | None = None
    reads: Reads = "when"
    severity: str = ""
    facts: tuple[str, ...] = ()
    number: str = ""
    state: State | None = None
    person: str | None = None
    party: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under one heading. ``said``: the sentence of it that stands at the top of the page."""

    key: str
    title: str
    lines: tuple[Line, ...]
    said: str = ""
    is_hot: bool = False
    aside: bool = False
    url: str = ""
    more: str = ""


Load = Callable[[Actor, datetime], list[Part]]


@dataclass(frozen=True, slots=True)
class Source:
    """Where parts come from: asked when the actor has ``right``, and does not have ``unless``."""

    right: str
    load: Load
    unless: str = ""

    def is_for(self, actor: Actor) -> bool:
        """Whether this person's overview has it."""
        return actor.may(self.right) and not (self.unless and actor.may(self.unless))
