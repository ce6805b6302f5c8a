"""Calendars: the week drawn, the dates that differ from it, and their changes."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.agreements import actions, forms, queries, rules
from behalf.agreements.pages import parts
from behalf.kit import clock
from behalf.web.page import ActorRequest, page, say
from behalf.web.shortcuts import redirect, render

BOTH = ("GET", "POST")


@page("agreements.read")
def calendars(request: ActorRequest) -> HttpResponse:
    """Every calendar of the desk with its week."""
    actions.begin(request.actor, now=clock.now())
    drawn = queries.drawn(request.actor, now=clock.now())
    shown = [(each, parts.week(each.row), parts.unsure(each.hours, clock.now().year)) for each in drawn.values()]
    return render(request, "agreements/calendars.html", {"tabs": parts.tabs("calendars"), "calendars": shown})


@page("agreements.read")
def calendar(request: ActorRequest, calendar_id: int, form: forms.Date | None = None) -> HttpResponse:
    """One calendar: its week and the next twelve months."""
    now = clock.now()
    found = queries.calendar(request.actor, calendar_id, now=now)
    today = now.astimezone(ZoneInfo(found.row.zone)).date()
    dates = [(each.pk, each.dated) for each in found.dates]
    context = {
        "tabs": parts.tabs("calendars"), "row": found.row, "week": parts.week(found.row), "form": form or forms.Date(),
        "coming": parts.coming(found.hours, dates, today, request.actor.language),
        "unsure": parts.unsure(found.hours, now.year), "is_open": found.hours.is_open(now),
    }  # fmt: skip
    return render(request, "agreements/calendar.html", context, status=422 if form else 200)


@page("agreements.edit", methods=BOTH)
def new(request: ActorRequest, form: forms.Calendar | None = None) -> HttpResponse:
    """Add a calendar."""
    if request.method == "POST" and form is None:
        form = forms.Calendar(request.POST)
        if form.is_valid() and form.does(actions.save_calendar, request.actor, now=clock.now(), **form.asked):
            return redirect("agreements:calendar", calendar_id=form.result)
        return new.show(request, form=form)
    shown = form or forms.Calendar(initial={"zone": request.actor.zone})
    context = {"tabs": parts.tabs("calendars"), "form": shown, "row": None}
    return render(request, "agreements/edit_calendar.html", context, status=422 if form else 200)


@page("agreements.edit", methods=BOTH)
def edit(request: ActorRequest, calendar_id: int, form: forms.Calendar | None = None) -> HttpResponse:
    """Change a calendar."""
    if request.method == "POST" and form is None:
        form = forms.Calendar(request.POST)
        if form.is_valid() and form.does(
            actions.save_calendar, request.actor, calendar_id, now=clock.now(), **form.asked
        ):
            say(request, _("Saved."))
            return redirect("agreements:calendar", calendar_id=calendar_id)
        return edit.show(request, calendar_id, form=form)
    row = queries.calendar(request.actor, calendar_id, now=clock.now()).row
    week = {f"day_{number}": rules.said(windows) for number, windows in enumerate(row.windows)}
    stored = {"name": row.title, "zone": row.zone, "country": row.country, **week}
    context = {"tabs": parts.tabs("calendars"), "form": form or forms.Calendar(initial=stored), "row": row}
    return render(request, "agreements/edit_calendar.html", context, status=422 if form else 200)


@page("agreements.edit", methods=["POST"])
def add_date(request: ActorRequest, calendar_id: int) -> HttpResponse:
    """Give days hours of their own."""
    form = forms.Date(request.POST)
    if form.is_valid() and form.does(actions.add_date, request.actor, calendar_id, now=clock.now(), **form.values):
        say(request, _("Saved."))
        return redirect("agreements:calendar", calendar_id=calendar_id)
    return calendar.show(request, calendar_id, form=form)


@page("agreements.edit", methods=["POST"])
def remove_date(request: ActorRequest, calendar_id: int, date_id: int) -> HttpResponse:
    """Let days follow the week again."""
    actions.remove_date(request.actor, calendar_id, date_id, now=clock.now())
    say(request, _("Removed."))
    return redirect("agreements:calendar", calendar_id=calendar_id)
