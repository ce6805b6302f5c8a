"""The customer's overview, the health of its services, what it bought, and the journal of what was done for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from behalf.audit import queries as audit
from behalf.cases import queries as cases_of
from behalf.customers import queries as customers
from behalf.customers.models import Account
from behalf.health import queries as health_of
from behalf.kit import clock
from behalf.kit.actor import Actor
from behalf.partners import queries as partners
from behalf.portal import forms, journal_file, words
from behalf.subscriptions import queries as bought
from behalf.web.page import ActorRequest, page
from behalf.web.shortcuts import render
from behalf.web.spreadsheet import csv_file

SHOWN = 5


@page("portal.use")
def overview(request: ActorRequest) -> HttpResponse:
    """How the services are, which cases run, what was done last in the customer's name, and whom to call."""
    actor, now = request.actor, clock.now()
    rows = health_of.board_of_customer(actor, now=now)
    running = cases_of.own_cases(actor, only_open=True, limit=SHOWN)
    accounts = customers.accounts_of_customer(actor)
    context = {
        "said": words.summed_up(rows),
        "rows": rows,
        "cases": [(case, words.standing(case)) for case in running[:SHOWN]],
        "has_more": len(running) > SHOWN,
        "partners": _partners(actor, accounts),
        "suspended": [row for row in _bought(actor, accounts) if row.status == "suspended"],
        "entries": audit.own_entries(actor, limit=3)[:3],
    }
    return render(request, "portal/overview.html", context)


@page("health.own")
def health(request: ActorRequest) -> HttpResponse:
    """The services that the customer uses, with their ninety days, what is ahead and what was announced (P32)."""
    actor, now = request.actor, clock.now()
    rows = health_of.board_of_customer(actor, now=now)
    services = [row.service_id for row in rows]
    context = {
        "rows": rows,
        "said": words.summed_up(rows),
        "incidents": health_of.open_incidents(actor, services),
        "works": health_of.maintenances(actor, services, ahead_of=now, limit=SHOWN),
        "news": health_of.announcements(actor, services, limit=SHOWN)[:SHOWN],
    }
    return render(request, "portal/health.html", context)


@page("customers.own")
def subscriptions(request: ActorRequest) -> HttpResponse:
    """What the customer bought, from whom; only the reseller changes it (P32)."""
    accounts = customers.accounts_of_customer(request.actor)
    rows = _bought(request.actor, accounts)
    context = {
        "parts": [
            (partner, [row for row in rows if row.account_id == account.pk])
            for account, partner in zip(accounts, _partners(request.actor, accounts), strict=True)
        ]
    }
    return render(request, "portal/subscriptions.html", context)


@page("audit.own")
def journal(request: ActorRequest) -> HttpResponse:
    """What was done for the customer, by whom and why."""
    before = forms.Place(request.GET).values.get("before")
    found = audit.own_entries(request.actor, before=before)
    entries = found[: audit.LIMIT]
    older = entries[-1].id if len(found) > len(entries) else None
    return render(request, "portal/journal.html", {"entries": entries, "older": older, "paged": before is not None})


@page("audit.own")
def journal_csv(request: ActorRequest) -> StreamingHttpResponse:
    """The same as a file."""
    return csv_file(_("journal"), journal_file.lines(request.actor))


def _bought(actor: Actor, accounts: Sequence[Account]) -> list[bought.SubscriptionRow]:
    return [row for account in accounts for row in bought.of_account(actor, account.pk)]


def _partners(actor: Actor, accounts: Sequence[Account]) -> list[Any]:
    """Each account's reseller, as it wants to be reached."""
    profiles = partners.support_profiles(actor, [account.reseller_id for account in accounts])
    return [profiles.get(account.reseller_id) for account in accounts]
