"""Taking back what was sent, while it waits to go out."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from behalf.cases import actions
from behalf.cases.models import Outgoing
from behalf.kit import clock
from behalf.kit.errors import Conflict
from behalf.web.addresses import url
from behalf.web.page import ActorRequest, page, say
from behalf.web.shortcuts import redirect, see


@page("cases.work", methods=["POST"])
def undo(request: ActorRequest, case_id: int, outgoing_id: int) -> HttpResponse:
    """Take back an answer; its text stands in the form again. Too late: the page says so."""
    try:
        row = actions.undo_send(request.actor, outgoing_id, now=clock.now())
    except Conflict as refusal:
        say(request, refusal.message)
        return redirect("cases:case", case_id=case_id)
    again: dict[str, object] = {"do": "resolve"} if row.kind == Outgoing.Kind.RESOLVE else {}
    say(request, _("Taken back. Nothing was sent; attach files again."))
    return see(url("cases:case", case_id=case_id, query=again) + ("#do" if again else "#write"))


@page("cases.work", methods=["POST"])
def undo_all(request: ActorRequest) -> HttpResponse:
    """Take back what was sent to many cases at once, as far as it has not gone out."""
    count = actions.undo_batch(request.actor, request.POST.get("batch", "")[:16], now=clock.now())
    words = ngettext("%(count)d answer was taken back.", "%(count)d answers were taken back.", count)
    say(request, words % {"count": count} if count else _("They have gone out and cannot be taken back."))
    return redirect("cases:queue")
