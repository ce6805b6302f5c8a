"""Whom a case concerns: its contact, and who else has a part in it."""

from __future__ import annotations

from django.http import HttpResponse

from behalf.cases import actions, queries
from behalf.cases.models import Notices, Role
from behalf.cases.pages._party_forms import KeepParty, SetContact
from behalf.cases.pages.case import case as case_page
from behalf.kit import clock
from behalf.web.page import ActorRequest, in_hand, page
from behalf.web.shortcuts import redirect, render


@page("cases.work", methods=["POST"])
def contact(request: ActorRequest, case_id: int) -> HttpResponse:
    """Name another contact."""
    form = SetContact(request.POST)
    if form.does(actions.set_contact, request.actor, case_id, now=clock.now(), **form.values):
        return redirect("cases:case", case_id=case_id)
    return case_page.show(request, case_id, form=form, doing="contact")


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
