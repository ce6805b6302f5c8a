"""The list for the next shift: read, printed, handed over."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.cases import actions, forms, queries
from behalf.cases.pages._people import people
from behalf.kit import clock
from behalf.kit.tenancy import acting
from behalf.web.page import ActorRequest, page, say
from behalf.web.shortcuts import redirect, render

USUAL = 8


@page("cases.work", methods=["GET", "POST"])
def handover(request: ActorRequest, form: forms.HandOver | None = None) -> HttpResponse:
    """What the next shift must know; by POST it is handed over."""
    if request.method == "POST" and form is None:
        return _hand_over(request)
    now = clock.now()
    hours = forms.Shift(request.GET if form is None else request.POST).values.get("hours") or USUAL
    brief = queries.brief(request.actor, hours=hours, now=now)
    initial = {"hours": hours, "to_id": brief.next_id}
    form = form or forms.HandOver(people=_others(request), initial=initial)
    context = {
        "brief": brief, "hours": hours, "shifts": queries.SHIFTS, "form": form, "now_at": now,
        "heads": {
            "severe": _("Severity A"), "due": _("Falls due in this shift"), "operator": _("With the operator"),
            "unanswered": _("The customer wrote last"),
        },
    }  # fmt: skip
    return render(request, "cases/handover.html", context, status=422 if form.is_bound else 200)


@page("cases.work", methods=["POST"])
def word(request: ActorRequest, case_id: int) -> HttpResponse:
    """A word for the next shift: an internal note on the case."""
    form = forms.Word(request.POST)
    if not form.does(actions.note, request.actor, case_id, body=form.values.get("word", ""), now=clock.now()):
        say(request, _("Write something first."))
    hours = forms.Shift(request.POST).values.get("hours") or USUAL
    return redirect("cases:handover", query={"hours": hours})


def _hand_over(request: ActorRequest) -> HttpResponse:
    with acting(request.actor):
        form = forms.HandOver(request.POST, people=_others(request))
    if form.does(actions.hand_over, request.actor, now=clock.now(), **form.values):
        say(request, _("Handed over."))
        return redirect("cases:handover", query={"hours": form.values["hours"]})
    return handover.show(request, form=form)


def _others(request: ActorRequest) -> list[tuple[int, str]]:
    return [each for each in people(request) if each[0] != request.actor.person_id]
