"""The catalogue: a reseller's with its pinned offers, the operator's with what is sold."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.catalog import actions, queries
from behalf.kit import clock
from behalf.web import asked
from behalf.web.forms import Form
from behalf.web.page import ActorRequest, page, say
from behalf.web.shortcuts import redirect, render


@page("catalog.read")
def catalog(request: ActorRequest, refused: Form | None = None) -> HttpResponse:
    """The offers, pinned ones on top (P09)."""
    search = asked.words(request)
    is_operator = request.actor.tier == "operator"
    context = {
        "offers": queries.offers(request.actor, search=search, sold_only=not is_operator),
        "search": search,
        "refused": refused or Form(),
    }
    return render(request, "catalog/catalog.html", context, status=409 if refused else 200)


@page("catalog.pin", methods=["POST"])
def pin(request: ActorRequest, offer_id: int) -> HttpResponse:
    """Keep an offer on top; refused when five are there."""
    form = Form(request.POST)
    if form.is_valid() and form.does(actions.pin, request.actor, offer_id, now=clock.now()):
        return redirect("catalog:catalog")
    return catalog.show(request, refused=form)


@page("catalog.pin", methods=["POST"])
def unpin(request: ActorRequest, offer_id: int) -> HttpResponse:
    """Let an offer go back to its place."""
    actions.unpin(request.actor, offer_id, now=clock.now())
    return redirect("catalog:catalog")


@page("catalog.publish", methods=["POST"])
def withdraw(request: ActorRequest, offer_id: int) -> HttpResponse:
    """Sell an offer no longer."""
    actions.sell(request.actor, offer_id, is_sold=False, now=clock.now())
    say(request, _("No longer sold. What customers bought goes on."))
    return redirect("catalog:catalog")


@page("catalog.publish", methods=["POST"])
def sell(request: ActorRequest, offer_id: int) -> HttpResponse:
    """Sell an offer again."""
    actions.sell(request.actor, offer_id, is_sold=True, now=clock.now())
    say(request, _("Sold again."))
    return redirect("catalog:catalog")
