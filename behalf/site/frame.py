"""What stands around every page: the menu of this person, the customer in hand with its tabs and bars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from django.http import HttpRequest
from django.utils.module_loading import import_string

from behalf.kit.actor import Actor, Tier
from behalf.site import rooms
from behalf.web import language
from behalf.web.addresses import url
from behalf.web.context import Entry, Filled, Panel
from behalf.web.plate import Bar, Column, MenuEntry, Slot, Tab


def frame(request: HttpRequest) -> Mapping[str, Any]:
    """The setting WEB_FRAME: menu, customer, tabs and bars for this request."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {}
    account = getattr(request, "customer_in_hand", None)
    return {
        "menu": menu(actor, request.path),
        "customer": account,
        "customer_tabs": tabs(actor, account.id, request.path, getattr(request, "customer_tab", "")) if account else (),
        "bars": bars(request, account.id) if account else (),
    }


def menu(actor: Actor, path: str) -> list[Entry]:
    """The entries that this person may use: none without a page, none that would be refused."""
    return _with_current(_menu(actor.tier, actor.roles, language.current()), path)


@lru_cache(maxsize=256)
def _menu(tier: Tier, roles: frozenset[str], code: str) -> tuple[Entry, ...]:
    """The menu of everybody with these roles, in the language that is active."""
    anybody = Actor(tier=tier, org_id=0, roles=roles)
    mine: list[MenuEntry] = [entry for entry in _all("MENU") if tier in entry.tiers and anybody.may(entry.right)]
    return tuple(
        Entry(entry.key, str(entry.label), url(entry.view), entry.icon, group=str(entry.group), jump=entry.jump)
        for entry in sorted(mine, key=lambda entry: entry.order)
    )


def tabs(actor: Actor, account_id: int, path: str, chosen: str = "") -> list[Entry]:
    """The tabs of a customer that this person may open; the current one is ``chosen``, else goes by the path."""
    mine: list[Tab] = sorted((tab for tab in _all("TABS") if actor.may(tab.right)), key=lambda tab: tab.order)
    made = [Entry(tab.key, str(tab.label), url(tab.view, account_id=account_id)) for tab in mine]
    return _with_current(made, next((entry.url for entry in made if entry.key == chosen), path))


def bars(request: HttpRequest, account_id: int) -> list[Panel]:
    """What higher rooms put above every page of this customer."""
    made: Iterable[Bar] = _all("BARS")
    panels = [import_string(bar.make)(request, account_id) for bar in made]
    return [panel for panel in panels if panel is not None]


def slots(actor: Actor, place: str, **arguments: int) -> list[Panel]:
    """The panels that higher rooms put at a place of a lower room's page."""
    mine: list[Slot] = [slot for slot in _all("SLOTS") if slot.place == place and actor.may(slot.right)]
    panels = [_panel(actor, slot, arguments) for slot in sorted(mine, key=lambda slot: slot.order)]
    return [panel for panel in panels if panel is not None]


def _panel(actor: Actor, slot: Slot, arguments: dict[str, Any]) -> Panel | None:
    key = slot.view.replace(":", "-")
    if not slot.make:
        return Panel(key, url(slot.view, **arguments))
    html = import_string(slot.make)(actor, **arguments)
    return Panel(key, html=html) if html else None


def columns(actor: Actor, place: str, ids: Sequence[int]) -> list[Filled]:
    """The columns that higher rooms add to a lower room's list, filled for the rows shown."""
    mine: list[Column] = [each for each in _all("COLUMNS") if each.place == place and actor.may(each.right)]
    read = {name: import_string(name)(actor, ids) for name in {column.read for column in mine}}
    return [_filled(column, read[column.read]) for column in sorted(mine, key=lambda column: column.order)]


def _filled(column: Column, facts: Mapping[int, Any]) -> Filled:
    make = import_string(column.make)
    return Filled(column.label, column.css, {pk: make(fact) for pk, fact in facts.items()})


@cache
def _all(name: str) -> tuple[Any, ...]:
    return tuple(each for plate in rooms.plates() for each in getattr(plate, name, ()))


def _with_current(entries: Sequence[Entry], path: str) -> list[Entry]:
    """Mark the entry whose address is the longest beginning of the path."""
    fitting = [entry.url for entry in entries if path == entry.url or (entry.url != "/" and path.startswith(entry.url))]
    nearest = max(fitting, key=len, default=None)
    return [replace(entry, current=True) if entry.url == nearest else entry for entry in entries]
