"""The customers list, a customer's overview and its account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.customers import actions, forms, queries
from behalf.customers.models import BILLING, DETAILS, Account
from behalf.identity.actions import NewPerson
from behalf.kit import clock
from behalf.web import asked
from behalf.web.forms import Form
from behalf.web.page import ActorRequest, in_hand, page, say
from behalf.web.shortcuts import redirect, render

BOTH = ("GET", "POST")


@page("customers.read")
def customers(request: ActorRequest) -> HttpResponse:
    """The customers, searched by any part of company or domain (P16)."""
    search, before = asked.words(request), asked.key(request)
    rows = queries.accounts(request.actor, search=search, before=before)
    shown = rows[: queries.LIMIT]
    older = shown[-1].pk if len(rows) > len(shown) else None
    context = {"accounts": shown, "search": search, "older": older, "paged": before is not None}
    return render(request, "customers/customers.html", context)


@page("customers.read")
def customer(request: ActorRequest, account_id: int) -> HttpResponse:
    """Everything about one customer at a glance: what higher rooms have to say, and whom to reach."""
    account = queries.account(request.actor, account_id)
    in_hand(request, account)
    return render(request, "customers/customer.html", {"account": account})


@page("customers.read")
def account(request: ActorRequest, account_id: int) -> HttpResponse:
    """The account's details and billing information (P18)."""
    row = queries.account(request.actor, account_id)
    in_hand(request, row)
    context = {"account": row, "has_people": queries.has_people(request.actor, row)}
    return render(request, "customers/account.html", context)


@page("customers.edit", methods=BOTH)
def edit(request: ActorRequest, account_id: int, form: Form | None = None) -> HttpResponse:
    """Change the company's details."""
    if request.method == "POST" and form is None:
        return _save(request, account_id, forms.Details(request.POST), actions.edit, edit.show)
    return _editing(request, account_id, form, forms.Details, DETAILS, _("Edit account"))


@page("customers.edit_billing", methods=BOTH)
def edit_billing(request: ActorRequest, account_id: int, form: Form | None = None) -> HttpResponse:
    """Change who receives the bills."""
    if request.method == "POST" and form is None:
        return _save(request, account_id, forms.Billing(request.POST), actions.edit_billing, edit_billing.show)
    return _editing(request, account_id, form, forms.Billing, BILLING, _("Edit billing information"))


@page("customers.add", methods=BOTH)
def add_admin(
    request: ActorRequest, account_id: int, form: forms.FirstAdmin | None = None, new: NewPerson | None = None
) -> HttpResponse:
    """Add the first admin of a customer that has nobody; the answer shows the password, this once (P17)."""
    if request.method == "POST" and form is None and new is None:
        form = forms.FirstAdmin(request.POST)
        if form.is_valid() and form.does(actions.add_admin, request.actor, account_id, now=clock.now(), **form.person):
            return add_admin.show(request, account_id, new=form.result)
        return add_admin.show(request, account_id, form=form)
    row = queries.account(request.actor, account_id)
    in_hand(request, row)
    context = {"account": row, "form": form or forms.FirstAdmin(), "new": new}
    return render(request, "customers/admin.html", context, status=422 if form else 200)


def _save(
    request: ActorRequest, account_id: int, form: Form, act: Callable[..., None], again: Callable[..., HttpResponse]
) -> HttpResponse:
    if form.is_valid() and form.does(act, request.actor, account_id, now=clock.now(), **form.values):
        say(request, _("Saved."))
        return redirect("customers:account", account_id=account_id)
    return again(request, account_id, form=form)


def _editing(
    request: ActorRequest,
    account_id: int,
    form: Form | None,
    kind: type[Form],
    fields: tuple[str, ...],
    title: str,
) -> HttpResponse:
    row: Account = queries.account(request.actor, account_id)
    in_hand(request, row)
    stored: dict[str, Any] = model_to_dict(row, fields)
    context = {"form": form or kind(initial=stored), "title": title, "account": row}
    return render(request, "customers/edit.html", context, status=422 if form else 200)
