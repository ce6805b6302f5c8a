"""Adding a customer in four steps (P17): account info, subscriptions, review, confirmation.

Each step carries what was typed so far in its own form: nothing is kept on the server until all of it is submitted, so
two customers can be added in two windows, and the way back loses nothing.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from behalf.catalog import queries as catalog
from behalf.customers import queries as customers
from behalf.kit import clock
from behalf.kit.errors import Invalid
from behalf.subscriptions import actions, forms
from behalf.subscriptions.actions import Added
from behalf.web.page import ActorRequest, page
from behalf.web.shortcuts import render

STEPS = ("info", "subscriptions", "review")


@page("customers.add", methods=("GET", "POST"))
def add_customer(
    request: ActorRequest, info: forms.AccountInfo | None = None, added: Added | None = None
) -> HttpResponse:
    """The step that was asked for, or the first one with something to mend."""
    if request.method == "POST" and info is None and added is None:
        return _submitted(request)
    if added is not None:
        return render(request, "subscriptions/added.html", {"added": added, "info": info})
    offers = catalog.offers(request.actor)
    if info is None:
        blank = forms.AccountInfo(initial={"language": request.actor.language})
        return _step(request, "info", blank, forms.Orders(offers=offers))
    _check_domain(request, info)
    orders = forms.Orders(request.POST, offers=offers)
    return _step(request, _reached(request.POST.get("go", ""), info, orders), info, orders)


def _check_domain(request: ActorRequest, info: forms.AccountInfo) -> None:
    """Say at the first step already what adding would refuse; what was typed so far may be taken back freely."""
    if request.POST.get("go") == "info" or "domain" in info.errors:
        return
    try:
        customers.must_be_free(request.actor, info.cleaned_data["domain"])
    except Invalid as refusal:
        info.add_error("domain", refusal.message)


def _submitted(request: ActorRequest) -> HttpResponse:
    """Add the customer when the review was submitted; else go on to the step that was asked for."""
    info = forms.AccountInfo(request.POST)
    orders = forms.ordered(request.POST)
    if request.POST.get("go") == "submit" and info.is_valid():
        values: dict[str, Any] = info.values
        if info.does(actions.add_customer, request.actor, orders=orders, now=clock.now(), **values):
            return add_customer.show(request, info=info, added=info.result)
    return add_customer.show(request, info=info)


def _reached(wanted: str, info: forms.AccountInfo, orders: forms.Orders) -> str:
    """The step that was asked for, unless an earlier one has something to mend."""
    if wanted == "info" or any(name in info.fields for name in info.errors):
        return "info"
    if wanted == "subscriptions" or not orders.is_valid():
        return "subscriptions"
    return "review"


def _step(request: ActorRequest, step: str, info: forms.AccountInfo, orders: forms.Orders) -> HttpResponse:
    wrong = bool(info.is_bound and (info.errors if step != "subscriptions" else orders.errors))
    if step == "info" and request.POST.get("go") == "info":
        wrong = False
    context = {"step": step, "info": info, "orders": orders, "steps": STEPS}
    return render(request, "subscriptions/wizard.html", context, status=422 if wrong else 200)
