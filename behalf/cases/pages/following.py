"""Following a case, and reminders of it."""

from __future__ import annotations

from django.http import HttpResponse

from behalf.cases import actions, forms
from behalf.cases.pages.case import case
from behalf.kit import clock
from behalf.web.page import ActorRequest, page
from behalf.web.shortcuts import redirect


@page("cases.work", methods=["POST"])
def follow(request: ActorRequest, case_id: int) -> HttpResponse:
    """Follow the case, or not any more."""
    actions.follow(request.actor, case_id, follows=request.POST.get("follows") != "no", now=clock.now())
    return redirect("cases:case", case_id=case_id)


@page("cases.work", methods=["POST"])
def remind(request: ActorRequest, case_id: int) -> HttpResponse:
    """Set a reminder."""
    form = forms.Remind(request.POST)
    if form.does(actions.remind, request.actor, case_id, now=clock.now(), **form.values):
        return redirect("cases:case", case_id=case_id)
    return case.show(request, case_id, form=form, doing="remind")


@page("cases.work", methods=["POST"])
def end_reminder(request: ActorRequest, case_id: int, reminder_id: int) -> HttpResponse:
    """It is done."""
    actions.end_reminder(request.actor, reminder_id, now=clock.now())
    return redirect("cases:case", case_id=case_id)
