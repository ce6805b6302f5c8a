"""Who is on duty, week by week, and what happens when a promise is broken."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.agreements import actions, forms, queries
from behalf.agreements.models import OnBreach
from behalf.agreements.pages import parts
from behalf.identity import queries as identity
from behalf.kit import clock
from behalf.kit.actor import rights
from behalf.kit.tenancy import acting
from behalf.web.page import ActorRequest, page, say
from behalf.web.shortcuts import redirect, render


@page("agreements.read")
def duty(request: ActorRequest) -> HttpResponse:
    """The rota and the coming weeks."""
    found = queries.duty(request.actor, now=clock.now())
    context = {
        "tabs": parts.tabs("duty"), "rota": found, "labels": dict(OnBreach.choices),
        "hours": {each.pk: each.title for each in queries.calendars(request.actor)},
    }  # fmt: skip
    return render(request, "agreements/duty.html", context)


@page("agreements.edit", methods=["GET", "POST"])
def edit(request: ActorRequest, form: forms.Duty | None = None) -> HttpResponse:
    """Change the rota."""
    if request.method == "POST" and form is None:
        with acting(request.actor):
            form = _form(request, request.POST)
        if form.is_valid() and form.does(actions.set_duty, request.actor, now=clock.now(), **form.asked):
            say(request, _("Saved."))
            return redirect("agreements:duty")
        return edit.show(request, form=form)
    context = {"tabs": parts.tabs("duty"), "form": form or _form(request, initial=_stored(request))}
    return render(request, "agreements/edit_duty.html", context, status=422 if form else 200)


def _form(request: ActorRequest, data: Any = None, **kwargs: Any) -> forms.Duty:
    working = rights()["agreements.apply"]
    people = [(each.person_id, each.name) for each in identity.colleagues(request.actor) if each.roles & working]
    calendars = [(each.pk, each.title) for each in queries.calendars(request.actor)]
    return forms.Duty(data, people=people, calendars=calendars, **kwargs)


def _stored(request: ActorRequest) -> dict[str, Any]:
    found = queries.duty(request.actor, now=clock.now())
    turns = {f"turn_{each.place}": each.person_id for each in found.people}
    if found.row is None:
        return {"since": clock.now().date(), "on_breach": OnBreach.RAISE, **turns}
    row = found.row
    return {
        "since": row.since, "on_breach": row.on_breach, "lead_id": row.lead_id, "calendar_id": row.calendar_id, **turns,
    }  # fmt: skip
