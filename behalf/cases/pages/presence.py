"""What an open page says of itself: that somebody is at the case, writes, or has left."""

from __future__ import annotations

from django.http import HttpResponse

from behalf.cases import actions, queries
from behalf.kit import clock
from behalf.kit.tenancy import acting
from behalf.web.page import ActorRequest, page
from behalf.web.shortcuts import fragment


@page("cases.read", methods=["POST"])
def attend(request: ActorRequest, case_id: int) -> HttpResponse:
    """The heartbeat of an open case; the answer says who else is there."""
    now, tab, writing = clock.now(), request.POST.get("tab", ""), request.POST.get("writing", "")
    actions.attend(request.actor, case_id, writing=writing, tab=tab, now=now)
    with acting(request.actor):
        others = queries.present(request.actor, case_id, now=now)
    return fragment(request, "cases/present.html#present", {"present": others})


@page("cases.read", methods=["POST"])
def leave(request: ActorRequest, case_id: int) -> HttpResponse:
    """The page was closed."""
    actions.leave(request.actor, case_id, tab=request.POST.get("tab", ""), now=clock.now())
    return HttpResponse(status=204)
