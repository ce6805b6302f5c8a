"""Agreements: what is promised to whom, their versions, and which of them applies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.agreements import actions, forms, queries, rules
from behalf.agreements.models import Calendar
from behalf.agreements.pages import parts
from behalf.catalog import queries as catalog
from behalf.customers import queries as customers
from behalf.customers.models import Account
from behalf.kit import clock
from behalf.kit.errors import Invalid
from behalf.kit.tenancy import acting
from behalf.web.page import ActorRequest, page, say
from behalf.web.shortcuts import redirect, render

BOTH = ("GET", "POST")


@dataclass(frozen=True, slots=True)
class Found:
    """What applies to a customer's service: until when each promise would have to be kept, if it began now."""

    applying: queries.Applying
    company: str
    severity: str
    due: list[tuple[str, rules.Target, datetime, list[int]]]


@page("agreements.read")
def agreements(request: ActorRequest) -> HttpResponse:
    """Every agreement of the desk, and a look-up of which applies."""
    actor, now = request.actor, clock.now()
    actions.begin(actor, now=now)
    form = forms.Which(request.GET)
    context = {
        "tabs": parts.tabs("agreements"), "titled": parts.titled, "agreements": queries.agreements(actor, now=now),
        "promised": forms.PROMISED, "severities": rules.SEVERITIES, "services": catalog.services(actor),
        "which": form.values, "found": _found(request, form.values, now) if request.GET.get("severity") else None,
        "asked": "severity" in form.values,
    }  # fmt: skip
    return render(request, "agreements/agreements.html", context)


@page("agreements.read")
def agreement(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """One agreement with its versions."""
    now = clock.now()
    context = {
        "tabs": parts.tabs("agreements"), "titled": parts.titled,
        "one": queries.agreement(request.actor, agreement_id, now=now),
        "versions": queries.versions(request.actor, agreement_id), "promised": forms.PROMISED,
        "severities": rules.SEVERITIES, "now_at": now,
    }  # fmt: skip
    return render(request, "agreements/agreement.html", context)


@page("agreements.edit", methods=BOTH)
def new(request: ActorRequest, form: forms.Agreement | None = None) -> HttpResponse:
    """Promise something else to a customer, or for a service."""
    if request.method == "POST" and form is None:
        with acting(request.actor):
            form = _form(request, request.POST)
            account = _account(request, form)
        if form.is_valid() and form.does(
            actions.save_agreement, request.actor, account_id=account.pk if account else None,
            service_id=form.values.get("service_id"), now=clock.now(), **_asked(form),
        ):  # fmt: skip
            return redirect("agreements:agreement", agreement_id=form.result)
        return new.show(request, form=form)
    widest = queries.applying(request.actor, account_id=None, service_id=None, now=clock.now())
    shown = form or _form(request, initial=_stored(widest.terms) if widest else {})
    return _editing(request, shown, None, status=422 if form else 200)


@page("agreements.edit", methods=BOTH)
def edit(request: ActorRequest, agreement_id: int, form: forms.Agreement | None = None) -> HttpResponse:
    """Give an agreement its next version."""
    if request.method == "POST" and form is None:
        with acting(request.actor):
            form = _form(request, request.POST, scoped=False)
        if form.is_valid() and form.does(
            actions.save_agreement, request.actor, agreement_id, now=clock.now(), **_asked(form)
        ):
            say(request, _("Saved."))
            return redirect("agreements:agreement", agreement_id=agreement_id)
        return edit.show(request, agreement_id, form=form)
    found = queries.agreement(request.actor, agreement_id, now=clock.now())
    stored = {"name": found.row.title, **(_stored(found.terms) if found.terms else {})}
    shown = form or _form(request, initial=stored, scoped=False)
    return _editing(request, shown, found, status=422 if form else 200)


@page("agreements.edit", methods=["POST"])
def end(request: ActorRequest, agreement_id: int) -> HttpResponse:
    """End an agreement."""
    actions.retire(request.actor, agreement_id, now=clock.now())
    say(request, _("The agreement has ended. Open cases keep what was promised."))
    return redirect("agreements:agreements")


def _editing(
    request: ActorRequest, form: forms.Agreement, found: queries.Current | None, *, status: int
) -> HttpResponse:
    context = {
        "tabs": parts.tabs("agreements"), "titled": parts.titled, "form": form, "one": found,
        "promised": forms.PROMISED,
        "severities": rules.SEVERITIES,
    }  # fmt: skip
    return render(request, "agreements/edit_agreement.html", context, status=status)


def _form(request: ActorRequest, data: Any = None, *, scoped: bool = True, **kwargs: Any) -> forms.Agreement:
    calendars: list[Calendar] = queries.calendars(request.actor)
    return forms.Agreement(
        data, calendars=[(each.pk, each.title) for each in calendars],
        services=[(each.id, each.name) for each in catalog.services(request.actor)], scoped=scoped, **kwargs,
    )  # fmt: skip


def _asked(form: forms.Agreement) -> dict[str, Any]:
    given = form.values
    kept = {name: given.get(name) for name in ("name", "warns_at", "valid_from", "why")}
    return {**kept, "targets": form.targets}


def _stored(terms: rules.Terms) -> dict[str, Any]:
    found: dict[str, Any] = {"warns_at": terms.warns_at}
    for (severity, promise), target in terms.targets.items():
        hours, minutes = divmod(target.budget // timedelta(minutes=1), 60)
        found[f"{severity}_{promise}"] = f"{hours}:{minutes:02d}" if minutes else str(hours)
        found[f"{severity}_{promise}_in"] = target.hours.id
    return found


def _account(request: ActorRequest, form: forms.Agreement) -> Account | None:
    """The customer that the form names; an error of the form when it is nobody's name or several people's."""
    named = form.values.get("customer") or ""
    if not named:
        return None
    try:
        return _customer(request, named)
    except Invalid as refusal:
        form.add_error("customer", refusal.message)
        return None


def _customer(request: ActorRequest, named: str) -> Account:
    if request.actor.tier != "reseller":
        raise Invalid(_("There is no such customer."), field="customer")
    return customers.named(request.actor, named)


def _found(request: ActorRequest, given: dict[str, Any], now: datetime) -> Found | None:
    actor, named = request.actor, given.get("customer") or ""
    try:
        account = _customer(request, named) if named else None
    except Invalid:
        return None
    severity = given.get("severity") or "B"
    account_id = account.pk if account else None
    applying = queries.applying(actor, account_id=account_id, service_id=given.get("service"), now=now)
    if applying is None:
        return None
    due = [
        (str(label), target, until, target.hours.calendar.unsure_years(now, until))
        for promise, label in forms.PROMISED.items()
        if (target := applying.terms.target(severity, promise)) is not None
        for until in [target.advance(now, target.budget)]
    ]
    return Found(applying, account.company if account else "", severity, due)
