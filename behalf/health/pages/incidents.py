"""Incidents: the list, one with its dated words, and the publisher's pages for them."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from behalf.catalog import queries as catalog
from behalf.health import actions, forms, queries, rules, words
from behalf.health.pages.publishing import ask, publish
from behalf.health.queries import IncidentRow
from behalf.web import asked
from behalf.web.page import ActorRequest, page
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
        handed_in = forms.NewIncident(request.POST)
        act = actions.publish_incident
        return publish(request, publish_incident.show, handed_in, act, said=_("Published."), then=_to_incident)
    shown = form or forms.NewIncident(initial={"services": request.GET.getlist("service")})
    return ask(
        request,
        shown.offer(catalog.services(request.actor)),
        title=_("Publish an incident"),
        lede=_("Resellers and customers read this at once, in your words."),
        notes={"kind": words.KIND_MEANINGS, "state": words.MEANINGS},
        back="health:board",
        again=form is not None,
    )


@page("health.publish", methods=BOTH)
def update_incident(request: ActorRequest, incident_id: int, form: forms.IncidentUpdate | None = None) -> HttpResponse:
    """Add a dated word to an incident, or end it."""
    if request.method == "POST" and form is None:
        return publish(
            request,
            update_incident.show,
            forms.IncidentUpdate(request.POST),
            actions.update_incident,
            incident_id,
            said=_("Published."),
            then=lambda _new: _to_incident(incident_id),
        )
    row = queries.incident(request.actor, incident_id).row
    shown = form or forms.IncidentUpdate(initial={"state": row.state})
    return ask(
        request,
        shown.follows(row.state).offer(catalog.services(request.actor)),
        title=_("Update %(code)s") % {"code": row.code},
        lede=row.title,
        notes={"state": words.MEANINGS},
        back="health:incident",
        back_to={"incident_id": incident_id},
        again=form is not None,
    )


@page("health.publish", methods=BOTH)
def correct_update(request: ActorRequest, update_id: int, form: forms.WordCorrection | None = None) -> HttpResponse:
    """Correct an earlier word on an incident; both versions stay readable."""
    if request.method == "POST" and form is None:
        handed_in = forms.WordCorrection(request.POST)
        act = actions.correct_update
        return publish(request, correct_update.show, handed_in, act, update_id, said=_("Corrected."), then=_to_incident)
    word = queries.word(request.actor, update_id)
    return ask(
        request,
        form or forms.WordCorrection(initial={"state": word.state, "at": word.at, "text": word.text}),
        title=_("Correct an update"),
        lede=_("What was said stays on record; what you say now stands in its place."),
        notes={"state": words.MEANINGS},
        back="health:incident",
        back_to={"incident_id": word.incident_id},
        again=form is not None,
    )


def _to_incident(incident_id: int) -> HttpResponse:
    return redirect("health:incident", incident_id=incident_id)


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
