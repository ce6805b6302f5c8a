"""The filters of the queue as links: those that are on, to take them off, and those that can be put on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from behalf.cases import forms
from behalf.cases.models import Kind, Severity, Status
from behalf.cases.queries import Listed
from behalf.catalog import queries as catalog
from behalf.customers import queries as customers
from behalf.identity import queries as identity
from behalf.web.addresses import url
from behalf.web.page import ActorRequest


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on; its address is the queue without it."""

    label: str
    url: str


def at(wanted: Mapping[str, Any]) -> str:
    """The queue with these filters."""
    return url("cases:queue", query=dict(wanted))


def chips(request: ActorRequest, wanted: Mapping[str, Any], rows: Sequence[Listed]) -> list[Chip]:
    """What is on, in the reader's words; each name costs a statement only where the rows do not tell it."""
    said: dict[str, Callable[[Any], str]] = {
        "service": lambda value: catalog.service(request.actor, value).name,
        "account": lambda value: rows[0].company if rows else customers.account(request.actor, value).company,
        "assignee": lambda value: rows[0].assignee_name if rows else _name(request, value),
        "severity": lambda value: f"{_('Severity')} {value}",
        "kind": lambda value: str(Kind(value).label),
        "status": lambda value: str(Status(value).label),
        "affected": _many,
    }
    return [
        Chip(said[name](wanted[name]), at({key: value for key, value in wanted.items() if key != name}))
        for name in forms.FILTERS
        if wanted.get(name)
    ]


@dataclass(frozen=True, slots=True)
class Group:
    """What can be filtered by, with an address for each value."""

    label: str
    values: list[Chip]


def groups(request: ActorRequest, wanted: Mapping[str, Any], people: Sequence[tuple[int, str]]) -> list[Group]:
    """Every filter that is not on, with its values."""
    statuses = [each for each in Status if each != Status.CLOSED and _sees(request, each)]
    services = [(each.id, each.name) for each in catalog.services(request.actor)]
    offered: dict[str, tuple[str, list[tuple[Any, str]]]] = {
        "severity": (_("Severity"), [(each.value, f"{each.value} · {each.label}") for each in Severity]),
        "status": (_("State"), [(each.value, str(each.label)) for each in statuses]),
        "kind": (_("What it is about"), [(each.value, str(each.label)) for each in Kind]),
        "service": (_("Service"), services),
        "assignee": (_("Owner"), list(people)),
        "affected": (
            _("How many people it hits"),
            [(each, _("%(count)s people or more") % {"count": each}) for each in (10, 50, 200)],
        ),
    }
    return [
        Group(label, [Chip(text, at({**wanted, name: value})) for value, text in values])
        for name, (label, values) in offered.items()
        if values and not wanted.get(name)
    ]


def _many(count: int) -> str:
    return _("%(count)s people or more") % {"count": count}


def _sees(request: ActorRequest, status: Status) -> bool:
    return status != Status.WITH_OPERATOR or request.actor.may("cases.background")


def _name(request: ActorRequest, person_id: int) -> str:
    found = identity.contact(request.actor, person_id)
    return found.name if found else _("Somebody who left")
