"""Why a deadline is what it is: every clock of a case with each interval that counts."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext

from behalf.cases import queries
from behalf.cases.models import Promise
from behalf.kit import clock
from behalf.web.page import ActorRequest, in_hand, page
from behalf.web.shortcuts import render


@page("cases.read")
def why(request: ActorRequest, case_id: int) -> HttpResponse:
    """The clocks of a case explained."""
    actor, now = request.actor, clock.now()
    found = queries.case(actor, case_id)
    if found.account is not None and actor.tier == "reseller":
        in_hand(request, found.account, tab="cases")
    pinned, newer = queries.promised(actor, found, now=now)
    context = {
        "base": "web/customer.html" if found.account is not None else "web/shell.html", "case": found, "now_at": now,
        "clocks": queries.explained(actor, found), "labels": dict(Promise.choices), "pinned": pinned, "newer": newer,
        "title": pinned.agreement.title if pinned else "", "titled": gettext, "may_work": actor.may("cases.work"),
    }  # fmt: skip
    return render(request, "cases/deadline.html", context)
