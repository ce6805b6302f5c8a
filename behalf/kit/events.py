"""Up you announce: a fact is put into the queue once per listener, in the transaction that made it true."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, get_type_hints

from django.utils.module_loading import import_string

from behalf.kit import jobs
from behalf.kit.actor import Actor, Tier, system


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all facts: frozen, past tense, ids and instants only."""


@dataclass(frozen=True)
class Listener:
    """Who hears an event. ``handler``: dotted name of ``handle(actor, event)``.

    It runs as the system of the organization that announced; or of the one that the event's field ``to`` names
    (with ``tier``); or of every organization of ``each``.
    """

    event: type[Event]
    handler: str
    to: str | None = None
    tier: Tier | None = None
    each: tuple[Tier, ...] = ()


_listeners: dict[type[Event], list[Listener]] = {}


def listen(listeners: Iterable[Listener]) -> None:
    """Add a room's listeners; saying the same twice changes nothing."""
    for listener in listeners:
        known = _listeners.setdefault(listener.event, [])
        if listener not in known:
            known.append(listener)


def announce(actor: Actor, event: Event) -> None:
    """Tell the rooms above. Cannot be lost, nor happen for a change that is rolled back."""
    announce_all(actor, [event])


def announce_all(actor: Actor, events: Iterable[Event]) -> None:
    """Tell many facts with one statement for each listening organization, not one for each fact."""
    told: dict[tuple[Actor, str], list[dict[str, Any]]] = {}
    for event in events:
        for listener in _listeners.get(type(event), []):
            body: dict[str, Any] = {"handler": listener.handler, "event": _name(type(event)), "facts": _plain(event)}
            if listener.each:
                told.setdefault((actor, "events.spread"), []).append({"tiers": list(listener.each), **body})
            else:
                told.setdefault((_hearer(actor, listener, event), "events.deliver"), []).append(body)
    for (target, name), bodies in told.items():
        jobs.defer_all(target, name, bodies)


def _hearer(actor: Actor, listener: Listener, event: Event) -> Actor:
    return system(listener.tier or actor.tier, getattr(event, listener.to)) if listener.to else actor


@jobs.job("events.deliver")
def deliver(actor: Actor, *, handler: str, event: str, facts: dict[str, Any]) -> None:
    """Call one listener with the fact rebuilt."""
    import_string(handler)(actor, _rebuilt(import_string(event), facts))


@jobs.job("events.spread")
def spread(actor: Actor, *, tiers: list[Tier], handler: str, event: str, facts: dict[str, Any]) -> None:
    """Deliver a fact to every organization of some tiers, one job each."""
    for tier, org_id in jobs.organizations(tiers):
        jobs.defer(system(tier, org_id), "events.deliver", handler=handler, event=event, facts=facts)


def _name(kind: type[Event]) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _plain(event: Event) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in asdict(event).items()}


def _rebuilt(kind: type[Event], facts: dict[str, Any]) -> Event:
    hints = get_type_hints(kind)
    values = {field.name: facts[field.name] for field in fields(kind)}
    for key, value in values.items():
        if hints[key] is datetime:
            values[key] = datetime.fromisoformat(value)
    return kind(**values)
