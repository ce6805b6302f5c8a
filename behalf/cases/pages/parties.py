"""Whom a case concerns: its contact, who else has a part in it, how many it hits, and whether the customer sees it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse

from behalf.cases import actions, queries
from behalf.cases.models import Notices, Role
from behalf.cases.pages._party_forms import Affected, Inside, KeepParty, SetContact
from behalf.cases.pages.case import case as case_page
from behalf.kit import clock
from behalf.web.forms import Form
from behalf.web.page import ActorRequest, in_hand, page
from behalf.web.shortcuts import redirect, render


@page("cases.work", methods=["POST"])
def contact(request: ActorRequest, case_id: int) -> HttpResponse:
    """Name another contact."""
    return _done(request, case_id, SetContact, actions.set_contact, "contact")


@page("cases.work", methods=["POST"])
def hide(request: ActorRequest, case_id: int) -> HttpResponse:
    """Hide it from the customer."""
    return _done(request, case_id, Inside, actions.hide, "hide")


@page("cases.work", methods=["POST"])
def show(request: ActorRequest, case_id: int) -> HttpResponse:
    """Show it to the customer."""
    return _done(request, case_id, Inside, actions.show, "show")


@page("cases.work", methods=["POST"])
def affected(request: ActorRequest, case_id: int) -> HttpResponse:
    """Say how many people it hits."""
    return _done(request, case_id, Affected, actions.set_affected, "affected")


def _done(
    request: ActorRequest, case_id: int, kind: type[Form], act: Callable[..., object], doing: str
) -> HttpResponse:
    form = kind(request.POST)
    if form.does(act, request.actor, case_id, now=clock.now(), **form.values):
        return redirect("cases:case", case_id=case_id)
    return case_page.show(request, case_id, form=form, doing=doing)


@page("cases.work", methods=("GET", "POST"))
def parties(request: ActorRequest, case_id: int, form: KeepParty | None = None) -> HttpResponse:
    """Who has a part in the case, with a form for another; one that is named comes back to be changed."""
    if request.method == "POST" and form is None:
        form = KeepParty(request.POST)
        if form.does(actions.keep_party, request.actor, case_id, now=clock.now(), **form.values):
            return redirect("cases:parties", case_id=case_id)
        return parties.show(request, case_id, form=form)
    found, rows = queries.case(request.actor, case_id), queries.parties(request.actor, case_id)
    if found.account is not None:
        in_hand(request, found.account, tab="cases")
    known = next((row for row in rows if str(row.pk) == request.GET.get("party")), None)
    context = {
        "case": found, "base": "web/customer.html" if found.account is not None else "web/shell.html", "rows": rows,
        "form": form or KeepParty(initial=KeepParty.of(known, language=found.contact_language)), "known": known,
        "roles": dict(Role.choices), "notices": dict(Notices.choices),
    }  # fmt: skip
    return render(request, "cases/parties.html", context, status=422 if form else 200)


@page("cases.work", methods=["POST"])
def drop(request: ActorRequest, case_id: int, party_id: int) -> HttpResponse:
    """They have no part in it any more."""
    actions.drop_party(request.actor, case_id, party_id, now=clock.now())
    return redirect("cases:parties", case_id=case_id)
