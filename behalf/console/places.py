"""Where the palette leads: customers, cases, services and actions that fit some words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from behalf.cases import queries as cases
from behalf.catalog import queries as catalog
from behalf.customers import queries as customers
from behalf.customers.models import Account
from behalf.kit.actor import Actor
from behalf.web.addresses import url

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the palette. ``start``: words before the name of ``label``, ``number`` a case's."""

    label: str
    url: str
    icon: str
    start: str = ""
    number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Places of one kind."""

    key: str
    title: str
    places: tuple[Place, ...]


def found(actor: Actor, words: str, *, menu: Sequence[Any]) -> list[Group]:
    """The places that the actor may go to and that fit; without words what one looks for most.

    menu: the actor's own menu, as the frame has it.
    """
    accounts = customers.accounts(actor, search=words, limit=SHOWN)[:SHOWN] if actor.may("customers.read") else []
    groups = (
        Group("customers", _("Customers"), tuple(map(_customer, accounts))),
        Group("cases", _("Cases"), tuple(_cases(actor, words))),
        Group("services", _("Services"), tuple(_services(actor, words))),
        Group("actions", _("Actions"), tuple(_actions(actor, words, accounts, menu))),
    )
    return [group for group in groups if group.places]


def _customer(account: Account) -> Place:
    return Place(account.company, url("customers:customer", account_id=account.pk), "customers", note=account.domain)


def _cases(actor: Actor, words: str) -> Iterable[Place]:
    """The one of that number, what the search finds as one types, and the way to all of it."""
    if not actor.may("cases.read") or not words:
        return
    exact = cases.by_number(actor, words)
    found = cases.search(actor, words, typing=True, limit=SHOWN)
    rows = [hit.row for hit in found.hits if not exact or hit.row.id != exact.id]
    for row in [*([exact] if exact else []), *rows][:SHOWN]:
        yield Place(row.subject, url("cases:case", case_id=row.id), "cases", number=row.number, note=row.severity)
    if rows:
        count = f"{found.count:,}" if found.is_exact else f"{found.count:,}+"
        yield Place(words, url("cases:search", query={"q": words}), "search", start=_("Search all cases"), note=count)


def _services(actor: Actor, words: str) -> Iterable[Place]:
    if not actor.may("health.read_all") or not words:
        return
    for service in catalog.services(actor):
        if _fits(words, service.name, service.code, service.group):
            yield Place(service.name, url("health:service", service_id=service.id), "health", note=service.group)


def _actions(actor: Actor, words: str, accounts: Sequence[Account], menu: Sequence[Any]) -> Iterable[Place]:
    """Entries of the menu, things to begin, and, when the words name one customer, what is done with it."""
    for entry in menu:
        if _fits(words, entry.label, entry.key):
            yield Place(entry.label, entry.url, entry.icon, note=entry.group)
    for right, label, view, icon in (
        ("customers.add", _("Add customer"), "subscriptions:add_customer", "plus"),
        ("cases.open", _("Open a case"), "cases:find_customer", "plus"),
        ("health.publish", _("Publish an incident"), "health:publish_incident", "plus"),
        ("people.manage", _("Add person"), "identity:add", "plus"),
    ):
        if actor.may(right) and _fits(words, label):
            yield Place(label, url(view), icon)
    if words and accounts:
        yield from _with(actor, accounts[0])


def _with(actor: Actor, account: Account) -> Iterable[Place]:
    """What may be done with one customer."""
    for right, start, view, icon in (
        ("administration.read", _("Administer a service"), "administration:services", "key"),
        ("cases.open", _("New case for"), "cases:open_for", "plus"),
        ("health.read_customer", _("Health of the services"), "health:of_customer", "health"),
        ("subscriptions.read", _("Subscriptions"), "subscriptions:of_account", "catalog"),
    ):
        if actor.may(right):
            yield Place(account.company, url(view, account_id=account.pk), icon, start=start)


def _fits(words: str, *texts: str) -> bool:
    """Whether every word is part of one of the texts."""
    whole = " ".join(str(text) for text in texts).lower()
    return all(word in whole for word in words.lower().split())
