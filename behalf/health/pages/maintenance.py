"""Planned work: the list, one with its steps, and the publisher's pages for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from behalf.catalog import queries as catalog
from behalf.health import actions, forms, queries, rules, words
from behalf.health.pages.publishing import ask, publish
from behalf.web import asked
from behalf.web.forms import Form
from behalf.web.page import ActorRequest, page
from behalf.web.shortcuts import redirect, render

BOTH = ("GET", "POST")
LIMIT = 25

# A step's page: its address's name and what stands on its button.
STEP_PAGES: dict[rules.Step, tuple[str, Any]] = {
    rules.Step.STARTED: ("health:start", lazy("It has started…")),
    rules.Step.ENDED: ("health:end", lazy("It has ended…")),
    rules.Step.MOVED: ("health:move", lazy("Move…")),
    rules.Step.CANCELLED: ("health:cancel", lazy("Cancel it…")),
    rules.Step.CORRECTED: ("health:reword", lazy("Correct the words…")),
}


@page("health.read_all")
def works(request: ActorRequest) -> HttpResponse:
    """All planned work, the latest announced first."""
    rows = queries.maintenances(request.actor, before=asked.key(request), limit=LIMIT)
    shown = rows[:LIMIT]
    context = {"works": shown, "older": shown[-1].id if len(rows) > LIMIT else None}
    return render(request, "health/works.html", context)


@page("health.read")
def work(request: ActorRequest, maintenance_id: int) -> HttpResponse:
    """One piece of planned work: when, where, what people notice, and what was said of it."""
    story = queries.maintenance(request.actor, maintenance_id)
    context = {
        "story": story,
        "steps": [(step, words.STEPS[step.step]) for step in story.steps],
        "acts": [STEP_PAGES[step] for step in rules.steps_from(story.row.stage)],
        "sees_all": request.actor.may("health.read_all"),
        "may_publish": request.actor.may("health.publish"),
    }
    return render(request, "health/work.html", context)


@page("health.publish", methods=BOTH)
def publish_maintenance(request: ActorRequest, form: forms.NewMaintenance | None = None) -> HttpResponse:
    """Announce planned work."""
    if request.method == "POST" and form is None:
        handed_in = forms.NewMaintenance(request.POST)
        act = actions.plan_maintenance
        return publish(request, publish_maintenance.show, handed_in, act, said=_("Published."), then=_to_work)
    shown = form or forms.NewMaintenance(initial={"services": request.GET.getlist("service")})
    zone = {"zone": request.actor.zone}
    return ask(
        request,
        shown.offer(catalog.services(request.actor)),
        title=_("Plan maintenance"),
        lede=_("Announced five days ahead or more; times are in your own zone, %(zone)s.") % zone,
        back="health:board",
        again=form is not None,
    )


@page("health.publish", methods=BOTH)
def move(request: ActorRequest, maintenance_id: int, form: Form | None = None) -> HttpResponse:
    """Give planned work another window."""
    if request.method == "POST" and form is None:
        return _said(request, move.show, forms.MovedMaintenance(request.POST), actions.move_maintenance, maintenance_id)
    row = queries.maintenance(request.actor, maintenance_id).row
    first = forms.MovedMaintenance(initial={"starts_at": row.starts_at, "ends_at": row.ends_at})
    return _asking(request, maintenance_id, form, first, _("Move"))


@page("health.publish", methods=BOTH)
def start(request: ActorRequest, maintenance_id: int, form: Form | None = None) -> HttpResponse:
    """Say that planned work began."""
    if request.method == "POST" and form is None:
        return _said(
            request, start.show, forms.MaintenanceMoment(request.POST), actions.start_maintenance, maintenance_id
        )
    return _asking(request, maintenance_id, form, forms.MaintenanceMoment(), _("It has started"))


@page("health.publish", methods=BOTH)
def end(request: ActorRequest, maintenance_id: int, form: Form | None = None) -> HttpResponse:
    """Say that planned work is done."""
    if request.method == "POST" and form is None:
        return _said(request, end.show, forms.MaintenanceMoment(request.POST), actions.end_maintenance, maintenance_id)
    return _asking(request, maintenance_id, form, forms.MaintenanceMoment(), _("It has ended"))


@page("health.publish", methods=BOTH)
def cancel(request: ActorRequest, maintenance_id: int, form: Form | None = None) -> HttpResponse:
    """Say that planned work will not be done."""
    if request.method == "POST" and form is None:
        return _said(
            request, cancel.show, forms.MaintenanceWord(request.POST), actions.cancel_maintenance, maintenance_id
        )
    return _asking(request, maintenance_id, form, forms.MaintenanceWord(), _("Cancel it"))


@page("health.publish", methods=BOTH)
def reword(request: ActorRequest, maintenance_id: int, form: Form | None = None) -> HttpResponse:
    """Correct what was said about planned work."""
    if request.method == "POST" and form is None:
        return _said(
            request, reword.show, forms.MaintenanceWord(request.POST), actions.reword_maintenance, maintenance_id
        )
    return _asking(request, maintenance_id, form, forms.MaintenanceWord(), _("Correct the words"))


def _said(
    request: ActorRequest, again: Callable[..., HttpResponse], form: Form, act: Callable[..., int], maintenance_id: int
) -> HttpResponse:
    to = _to_work(maintenance_id)
    return publish(request, again, form, act, maintenance_id, said=_("Published."), then=lambda _new: to)


def _asking(request: ActorRequest, maintenance_id: int, form: Form | None, first: Form, title: str) -> HttpResponse:
    row = queries.maintenance(request.actor, maintenance_id).row
    return ask(
        request,
        form or first,
        title=title,
        lede=f"{row.code} · {row.title}",
        back="health:work",
        back_to={"maintenance_id": maintenance_id},
        again=form is not None,
    )


def _to_work(maintenance_id: int) -> HttpResponse:
    return redirect("health:work", maintenance_id=maintenance_id)
