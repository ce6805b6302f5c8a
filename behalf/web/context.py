"""What every page's frame shows: who, where in the menu, the customer in hand, theme and language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.module_loading import import_string

from behalf.kit.actor import Actor
from behalf.web import language
from behalf.web.plate import Cell

THEMES = ("light", "dark")

Frame = Callable[[HttpRequest], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu or a tab, as the frame shows it to one person."""

    key: str
    label: str
    url: str
    icon: str = ""
    group: str = ""
    count: int = 0
    hot: bool = False
    current: bool = False
    jump: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A slot of a page that a higher room fills: with text it made now, or from an address loaded after."""

    key: str
    url: str = ""
    html: str = ""


NOTHING: dict[str, Any] = {"menu": (), "customer_tabs": (), "bars": (), "customer": None}

_named = lru_cache(maxsize=8)(import_string)


def _frame(request: HttpRequest) -> Mapping[str, Any]:
    """The site's own answer to what stands in the frame; the setting WEB_FRAME names it."""
    path = getattr(settings, "WEB_FRAME", "")
    answer: Frame = _named(path) if path else _nothing
    return answer(request)


def _nothing(request: HttpRequest) -> Mapping[str, Any]:
    return {}


def slots(actor: Actor, place: str, **arguments: int) -> Sequence[Panel]:
    """The panels that higher rooms put at a place of this page, for ``ui.slot``; the setting WEB_SLOTS answers."""
    path = getattr(settings, "WEB_SLOTS", "")
    panels: Sequence[Panel] = _named(path)(actor, place, **arguments) if path else ()
    return panels


@dataclass(frozen=True, slots=True)
class Filled:
    """A column of a list, with its cell for each row."""

    label: Any
    css: str
    cells: Mapping[int, Cell]


def columns(actor: Actor, place: str, ids: Sequence[int]) -> Sequence[Filled]:
    """The columns that higher rooms add to this list, for the rows shown; the setting WEB_COLUMNS answers."""
    path = getattr(settings, "WEB_COLUMNS", "")
    filled: Sequence[Filled] = _named(path)(actor, place, ids) if path and ids else ()
    return filled


def theme(request: HttpRequest) -> str:
    """What this browser chose by the switch, else what the person chose in the profile; empty: the machine's."""
    chosen = request.COOKIES.get("theme") or getattr(getattr(request, "actor", None), "theme", "")
    return chosen if chosen in THEMES else ""


def basics(request: HttpRequest) -> dict[str, Any]:
    """What a fragment knows as well: the actor and the language."""
    code = language.current()
    return {"actor": getattr(request, "actor", None), "page_lang": language.TAGS[code], "page_language": code}


def bare(request: HttpRequest) -> dict[str, Any]:
    """The frame without menu, customer and bars: it reads nothing."""
    return {
        **NOTHING,
        **basics(request),
        "theme": theme(request),
        "messages": get_messages(request),
        "languages": language.NAMES,
    }


def page(request: HttpRequest) -> dict[str, Any]:
    """The frame of a whole page; a context processor, too, for allauth's templates."""
    known = {**bare(request), **_frame(request)}
    known["menu"] = tuple(known["menu"])
    if known["actor"] is not None:
        known["live"] = _stream(request)
    return known


def _stream(request: HttpRequest) -> str:
    """Where this browser is told what changes, see live.js; the setting WEB_LIVE answers, empty: nowhere."""
    path = getattr(settings, "WEB_LIVE", "")
    return str(_named(path)(request)) if path else ""
