"""Service management: the services of a customer, and each one's own page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings as site
from django.http import HttpResponse
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from behalf.administration import actions, corrections, forms, queries, wording
from behalf.customers import queries as customers
from behalf.kit import clock
from behalf.kit.errors import Conflict, NotFound
from behalf.kit.tenancy import acting
from behalf.web.addresses import url
from behalf.web.page import ActorRequest, in_hand, page
from behalf.web.shortcuts import redirect, render

RECENT = 6


@dataclass(frozen=True, slots=True)
class Undone:
    """What an agent wanted to do and could not, since no session was open any more; ``then`` leads back to it."""

    what: str
    why: str
    then: str = ""
    wanted: tuple[str, str] | None = None
    """The setting and the value that it was to have, in words."""


@page("administration.read")
def services(request: ActorRequest, account_id: int) -> HttpResponse:
    """Service management of a customer, as the seed procedure has it: Administer services (P30)."""
    account = customers.account(request.actor, account_id)
    in_hand(request, account)
    context = {
        "account": account,
        "services": queries.administered(request.actor, account, now=clock.now()),
        "steps": queries.steps(request.actor, account_id, limit=RECENT)[:RECENT],
        "health": address("health:of_customer", account_id=account_id),
        "about": request.GET.get("about", ""),
        "wording": wording,
    }
    return render(request, "administration/services.html", context)


@page("administration.read")
def service(
    request: ActorRequest,
    account_id: int,
    service_id: int,
    form: forms.Begin | None = None,
    undone: Undone | None = None,
) -> HttpResponse:
    """A service's own page; before a session is open, the question why, and what could not be done without one."""
    account = customers.account(request.actor, account_id)
    row = queries.service(request.actor, account, service_id, now=clock.now())
    in_hand(request, account)
    about = request.GET.get("about", "")
    context: dict[str, Any] = {"account": account, "service": row, "wording": wording}
    context["health"] = address("health:of_customer", account_id=account_id)
    if not (row.in_session and row.may_look):
        then = undone.then if undone else request.GET.get("then", "")
        form = form or forms.Begin(initial={"about": about, "then": then}, account_id=account_id)
        context |= {"form": form, "about": form.reference[2] if form.reference else "", "undone": undone}
        status = 409 if undone else 422 if form.errors else 200
        return render(request, "administration/begin.html", context, status=status)
    context["settings"] = queries.settings(request.actor, account_id, service_id)
    context["changes"] = queries.changes(request.actor, account_id, service_id)
    return render(request, "administration/service.html", context)


@page("administration.act", asks_outside=True)
def users(request: ActorRequest, account_id: int, service_id: int) -> HttpResponse:
    """The customer's users and licences as the connector tells them; they are managed at the provider (P21)."""
    with acting(request.actor):
        account = customers.account(request.actor, account_id)
        row = queries.service(request.actor, account, service_id, now=clock.now())
    if not (row.in_session and row.may_look):
        return redirect("administration:service", account_id=account_id, service_id=service_id)
    after = request.GET.get("after") or None
    people = corrections.people(request.actor, account_id, service_id, after=after, clock=clock.now)
    in_hand(request, account)
    context = {"account": account, "service": row, "people": people, "first": after is None, "wording": wording}
    with acting(request.actor):
        return render(request, "administration/users.html", context)


@page("administration.act", methods=("GET", "POST"))
def portal(request: ActorRequest, account_id: int, service_id: int) -> HttpResponse:
    """Hand over to the provider's own portal in this customer's context; that the agent went there is recorded.

    Only a press of the button does it: what a browser fetches ahead records nothing. The answer is a page that leads
    on, since the content policy lets no form end at another site.
    """
    if request.method != "POST":
        customers.account(request.actor, account_id)
        return redirect("administration:service", account_id=account_id, service_id=service_id)
    with acting(request.actor):
        account = customers.account(request.actor, account_id)
        row = queries.service(request.actor, account, service_id, now=clock.now())
    if not row.portal:
        raise NotFound
    try:
        actions.hand_over(request.actor, account_id, service_id, now=clock.now())
    except Conflict as conflict:
        undone = Undone(_("The provider's portal was not opened."), conflict.message)
        return service.show(request, account_id, service_id, undone=undone)
    in_hand(request, account)
    with acting(request.actor):
        return render(request, "administration/handed_over.html", {"account": account, "service": row})


@page("delegation.request")
def ask(request: ActorRequest, account_id: int, service_id: int) -> HttpResponse:
    """The words with which to ask a customer for delegated administration, and the fixed link (P28)."""
    account = customers.account(request.actor, account_id)
    services_of = queries.sold(request.actor, account_id)
    named = next((each.name for each in services_of if each.service_id == service_id), None)
    if named is None:
        raise NotFound
    in_hand(request, account)
    link = f"{site.BEHALF_ADDRESS}{url('administration:partners')}"
    return render(request, "administration/ask.html", {"account": account, "service": named, "link": link})


def address(name: str, **arguments: Any) -> str:
    """The address of a page of another room, empty where this installation lacks it."""
    try:
        return url(name, **arguments)
    except NoReverseMatch:
        return ""
