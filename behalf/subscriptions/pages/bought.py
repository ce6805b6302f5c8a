"""What a customer bought, and each subscription by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.catalog import queries as catalog
from behalf.customers import queries as customers
from behalf.kit import clock
from behalf.kit.errors import NotFound
from behalf.subscriptions import actions, forms, queries
from behalf.subscriptions.queries import SubscriptionRow
from behalf.web.forms import Form
from behalf.web.page import ActorRequest, in_hand, page, say
from behalf.web.shortcuts import fragment, redirect, render

BOTH = ("GET", "POST")


@page("subscriptions.read")
def of_account(request: ActorRequest, account_id: int) -> HttpResponse:
    """The customer's subscriptions."""
    account = customers.account(request.actor, account_id)
    in_hand(request, account)
    bought = queries.of_account(request.actor, account_id)
    return render(request, "subscriptions/of_account.html", {"account": account, "bought": bought})


@page("subscriptions.read")
def panel(request: ActorRequest, account_id: int) -> HttpResponse:
    """The same as a panel: for a row of the customers list, and the customer's overview."""
    account = customers.account(request.actor, account_id)
    bought = queries.of_account(request.actor, account_id)
    return fragment(request, "subscriptions/panel.html#panel", {"account": account, "bought": bought})


@page("subscriptions.manage", methods=BOTH)
def add(request: ActorRequest, account_id: int, form: forms.NewSubscription | None = None) -> HttpResponse:
    """Buy one more offer for the customer (P20)."""
    if request.method == "POST" and form is None:
        form = forms.NewSubscription(request.POST)
        if form.is_valid() and form.does(actions.add, request.actor, account_id, now=clock.now(), **form.values):
            say(request, _("Added. The subscription starts tomorrow."))
            return redirect("subscriptions:subscription", account_id=account_id, subscription_id=form.result)
        return add.show(request, account_id, form=form)
    account = customers.account(request.actor, account_id)
    in_hand(request, account)
    wanted = {name: request.GET.get(name, "") for name in ("offer_id", "parent_id")}
    shown = form or forms.NewSubscription(initial={"seats": 1, **wanted})
    bought = queries.of_account(request.actor, account_id)
    parents = [(row.id, row.name) for row in bought if row.status == "active" and not row.is_addon]
    context = {"account": account, "form": shown.offering(catalog.offers(request.actor), parents)}
    return render(request, "subscriptions/add.html", context, status=422 if form else 200)


@page("subscriptions.read")
def subscription(
    request: ActorRequest, account_id: int, subscription_id: int, refused: Form | None = None
) -> HttpResponse:
    """One subscription: seats, name, add-ons, and its status."""
    row = _of(request, account_id, subscription_id)
    account = customers.account(request.actor, account_id)
    in_hand(request, account)
    every: dict[type[Form], Form] = {
        forms.Seats: forms.Seats(initial={"seats": row.seats}),
        forms.Nickname: forms.Nickname(initial={"nickname": row.nickname}),
        forms.Suspension: forms.Suspension(),
        Form: Form(),
    }
    if refused is not None:
        every[type(refused)] = refused
    context = {
        "account": account,
        "row": row,
        "addons": [each for each in queries.of_account(request.actor, account_id) if each.parent_id == row.id],
        "available": [offer for offer in catalog.offers(request.actor) if row.offer_id in offer.needs],
        "seats_form": every[forms.Seats],
        "nickname_form": every[forms.Nickname],
        "suspension_form": every[forms.Suspension],
        "status_form": every[Form],
        "services": catalog.services_of_offers(request.actor, [row.offer_id]).get(row.offer_id, []),
    }
    return render(request, "subscriptions/subscription.html", context, status=422 if refused else 200)


@page("subscriptions.manage", methods=["POST"])
def seats(request: ActorRequest, account_id: int, subscription_id: int) -> HttpResponse:
    """Change the number of seats."""
    return _change(
        request, account_id, subscription_id, forms.Seats(request.POST), actions.change_seats, _("Seats changed.")
    )


@page("subscriptions.manage", methods=["POST"])
def rename(request: ActorRequest, account_id: int, subscription_id: int) -> HttpResponse:
    """Give it a name of the reseller's own."""
    return _change(request, account_id, subscription_id, forms.Nickname(request.POST), actions.rename, _("Saved."))


@page("subscriptions.manage", methods=["POST"])
def suspend(request: ActorRequest, account_id: int, subscription_id: int) -> HttpResponse:
    """Block its users; the countdown begins (P22)."""
    done = _("Suspended. Its data is deleted in 60 days unless you reactivate it.")
    return _change(request, account_id, subscription_id, forms.Suspension(request.POST), actions.suspend, done)


@page("subscriptions.manage", methods=["POST"])
def reactivate(request: ActorRequest, account_id: int, subscription_id: int) -> HttpResponse:
    """Let its users work again."""
    return _change(request, account_id, subscription_id, Form(request.POST), actions.reactivate, _("Active again."))


def _of(request: ActorRequest, account_id: int, subscription_id: int) -> SubscriptionRow:
    """The subscription, if it is this customer's."""
    row = queries.subscription(request.actor, subscription_id)
    if row.account_id != account_id:
        raise NotFound(_("This customer has no such subscription."))
    return row


def _change(
    request: ActorRequest,
    account_id: int,
    subscription_id: int,
    form: Form,
    act: Callable[..., Any],
    done: str,
) -> HttpResponse:
    if form.is_valid() and form.does(act, request.actor, subscription_id, now=clock.now(), **form.values):
        say(request, done)
        return redirect("subscriptions:subscription", account_id=account_id, subscription_id=subscription_id)
    return subscription.show(request, account_id, subscription_id, refused=form)
