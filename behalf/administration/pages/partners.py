"""For the customer's own people: what our partners may do here, and everything they did."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.administration import actions, queries, wording
from behalf.kit import clock
from behalf.kit.errors import Conflict
from behalf.web import asked
from behalf.web.page import ActorRequest, page, say
from behalf.web.shortcuts import redirect, render

RECENT = 8
A_PAGE = 25


@page("delegation.own")
def partners(request: ActorRequest) -> HttpResponse:
    """Our partners: who may administer which service, and the latest of what they did."""
    context = {
        "partners": queries.own_delegations(request.actor),
        "steps": queries.on_behalf_record(request.actor, limit=RECENT)[:RECENT],
        "wording": wording,
    }
    return render(request, "administration/partners.html", context)


@page("delegation.own")
def record(request: ActorRequest) -> HttpResponse:
    """The whole record of what was done on our behalf."""
    before = asked.key(request)
    rows = queries.on_behalf_record(request.actor, before=before, limit=A_PAGE)
    context: dict[str, Any] = {"wording": wording, "paged": before is not None, "steps": rows[:A_PAGE]}
    context["older"] = rows[A_PAGE - 1].id if len(rows) > A_PAGE else None
    return render(request, "administration/own_record.html", context)


@page("delegation.remove", methods=("GET", "POST"))
def remove(request: ActorRequest, delegation_id: int) -> HttpResponse:
    """What removing a right means, and the button that does it."""
    if request.method == "POST":
        try:
            actions.remove(request.actor, delegation_id, now=clock.now())
        except Conflict as conflict:
            say(request, conflict.message)
        else:
            say(request, _("The right is removed. Nobody can administer the service for you any more."))
        return redirect("administration:partners")
    context = {"delegation": queries.own_delegation(request.actor, delegation_id)}
    return render(request, "administration/remove.html", context)


@page("delegation.grant", methods=["POST"])
def grant(request: ActorRequest, delegation_id: int) -> HttpResponse:
    """Give a right back."""
    try:
        actions.grant_again(request.actor, delegation_id, now=clock.now())
    except Conflict as conflict:
        say(request, conflict.message)
    else:
        say(request, _("The partner may administer the service again."))
    return redirect("administration:partners")
