"""Incidents: the list, one with its dated words, and the publisher's pages for them."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from behalf.catalog import queries as catalog
from behalf.health import actions, forms, queries, rules, words
from behalf.health.queries import IncidentRow
from behalf.kit import clock
from behalf.web import asked
from behalf.web.page import ActorRequest, page, say
from behalf.web.shortcuts import redirect, render

BOTH = ("GET", "POST")
LIMIT = 25


@page("health.read_all")
def incidents(request: ActorRequest) -> HttpResponse:
    """All incidents, the latest first."""
    rows = queries.incidents(request.actor, before=_key(request.GET.get("before", "")), limit=LIMIT)
    shown = rows[:LIMIT]
    older = _text(shown[-1]) if len(rows) > LIMIT else None
    return render(request, "health/incidents.html", {"incidents": shown, "older": older})


@page("health.read")
def incident(request: ActorRequest, incident_id: int) -> HttpResponse:
    """One incident: what people notice, what was said when, and whom of ours it hits."""
    story = queries.incident(request.actor, incident_id)
    sees_all = request.actor.may("health.read_all")
    context = {
        "story": story,
        "hit": queries.hit(request.actor, incident_id) if sees_all else None,
        "sees_all": sees_all,
        "may_publish": request.actor.may("health.publish"),
        "may_update": bool(rules.next_states(story.row.state)),
        "kind": words.KINDS[story.row.kind],
    }
    return render(request, "health/incident.html", context)


@page("health.publish", methods=BOTH)
def publish_incident(request: ActorRequest, form: forms.NewIncident | None = None) -> HttpResponse:
    """Publish an incident."""
    if request.method == "POST" and form is None:
        form = forms.NewIncident(request.POST)
        if form.is_valid() and form.does(actions.publish_incident, request.actor, now=clock.now(), **form.values):
            say(request, _("Published."))
            return redirect("health:incident", incident_id=form.result)
        return publish_incident.show(request, form=form)
    form = form or forms.NewIncident(initial={"services": request.GET.getlist("service")})
    context = {
        "form": form.offer(catalog.services(request.actor)),
        "title": _("Publish an incident"),
        "lede": _("Resellers and customers read this at once, in your words."),
        "notes": {"kind": words.KIND_MEANINGS, "state": words.MEANINGS},
        "back": "health:board",
    }
    return render(request, "health/form.html", context, status=422 if form.is_bound else 200)


@page("health.publish", methods=BOTH)
def update_incident(request: ActorRequest, incident_id: int, form: forms.IncidentUpdate | None = None) -> HttpResponse:
    """Add a dated word to an incident, or end it."""
    if request.method == "POST" and form is None:
        form = forms.IncidentUpdate(request.POST)
        if form.is_valid() and form.does(
            actions.update_incident, request.actor, incident_id, now=clock.now(), **form.values
        ):
            say(request, _("Published."))
            return redirect("health:incident", incident_id=incident_id)
        return update_incident.show(request, incident_id, form=form)
    row = queries.incident(request.actor, incident_id).row
    form = form or forms.IncidentUpdate(initial={"state": row.state})
    context = {
        "form": form.follows(row.state).offer(catalog.services(request.actor)),
        "title": _("Update %(code)s") % {"code": row.code},
        "lede": row.title,
        "notes": {"state": words.MEANINGS},
        "back": "health:incident",
        "back_to": {"incident_id": incident_id},
    }
    return render(request, "health/form.html", context, status=422 if form.is_bound else 200)


@page("health.publish", methods=BOTH)
def correct_update(request: ActorRequest, update_id: int, form: forms.WordCorrection | None = None) -> HttpResponse:
    """Correct an earlier word on an incident; both versions stay readable."""
    if request.method == "POST" and form is None:
        form = forms.WordCorrection(request.POST)
        if form.is_valid() and form.does(
            actions.correct_update, request.actor, update_id, now=clock.now(), **form.values
        ):
            say(request, _("Corrected."))
            return redirect("health:incident", incident_id=form.result)
        return correct_update.show(request, update_id, form=form)
    word = queries.word(request.actor, update_id)
    context = {
        "form": form or forms.WordCorrection(initial={"state": word.state, "at": word.at, "text": word.text}),
        "title": _("Correct an update"),
        "lede": _("What was said stays on record; what you say now stands in its place."),
        "notes": {"state": words.MEANINGS},
        "back": "health:incident",
        "back_to": {"incident_id": word.incident_id},
    }
    return render(request, "health/form.html", context, status=422 if form else 200)


def _text(row: IncidentRow) -> str:
    return f"{row.began_at.isoformat()},{row.id}"


def _key(text: str) -> tuple[datetime, int] | None:
    """Where a page of the list begins; what makes no sense is the first page."""
    began_at, _comma, number = text.partition(",")
    try:
        at = parse_datetime(began_at)
    except ValueError:
        return None
    pk = asked.whole(number)
    return (at, pk) if at is not None and at.tzinfo is not None and pk is not None else None
