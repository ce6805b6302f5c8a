"""Incidents: published, updated, ended, corrected. Each word is a row; the incident stands where its words lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.health import rules
from behalf.health.actions.places import Author, Places, Where
from behalf.health.events import IncidentBegan, IncidentEnded, IncidentUpdated
from behalf.health.models import Incident, IncidentPlace, IncidentUpdate
from behalf.health.rules import Kind, State
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotFound
from behalf.kit.events import announce
from behalf.kit.verbs import action


@dataclass(frozen=True, slots=True)
class Word:
    """A dated word that stands: the latest version of an update."""

    id: int
    at: datetime
    kind: Kind
    state: State
    text: str


@action("health.publish")
def publish_incident(
    actor: Actor,
    *,
    kind: Kind,
    title: str,
    impact: str,
    places: Sequence[Where],
    state: State,
    text: str,
    began_at: datetime | None = None,
    next_update_at: datetime | None = None,
    now: datetime,
) -> int:
    """Tell everybody that something is wrong, where, since when, and what people notice; returns the incident's id."""
    where = Places.checked(actor, places)
    if state not in rules.RUNNING:
        raise Invalid(_("An incident begins with a state in which it still runs."), field="state")
    said = Author(actor, now)
    began = said.instant(began_at, field="began_at")
    incident = Incident(
        prefix=where.first.code[:2].upper(),
        kind=kind,
        title=title,
        impact=impact,
        state=state,
        began_at=began,
        updated_at=now,
        next_update_at=next_update_at or now + rules.UPDATE_EVERY,
        **said.columns(),
    )
    incident.save(force_insert=True)
    where.save(IncidentPlace, incident=incident)
    IncidentUpdate(incident=incident, kind=kind, state=state, at=began, text=text, **said.columns()).save()
    audit.record(
        actor,
        "health.incident_published",
        subject=_subject(incident),
        after={"kind": kind, "state": state, "from": began.isoformat(), "places": where.plain(), "impact": impact},
        at=now,
    )
    announce(actor, IncidentBegan(incident_id=incident.pk, at=now))
    return incident.pk


@action("health.publish")
def update_incident(
    actor: Actor,
    incident_id: int,
    *,
    state: State,
    text: str,
    at: datetime | None = None,
    kind: Kind | None = None,
    spreads_to: Sequence[Where] = (),
    next_update_at: datetime | None = None,
    now: datetime,
) -> int:
    """Add a dated word: what is so since ``at``, and where it is felt as well; an end state ends the incident."""
    incident = _locked(actor, incident_id)
    said = Author(actor, now)
    since = said.instant(at)
    _may_say(actor, incident, state, since)
    update = IncidentUpdate(
        incident=incident, kind=kind or incident.kind, state=state, at=since, text=text, **said.columns()
    )
    update.save(force_insert=True)
    places = _spread(actor, incident, spreads_to, since)
    before = incident.state
    _stand(actor, incident, now, next_update_at)
    audit.record(
        actor,
        "health.incident_updated",
        subject=_subject(incident),
        before={"state": before},
        after={"state": state, "kind": update.kind, "from": since.isoformat(), "text": text, "places": places},
        at=now,
    )
    ended = state in rules.ENDED
    announce(actor, IncidentEnded(incident.pk, now) if ended else IncidentUpdated(incident.pk, now))
    return update.pk


@action("health.publish")
def resolve_incident(
    actor: Actor,
    incident_id: int,
    *,
    text: str,
    at: datetime | None = None,
    false_positive: bool = False,
    now: datetime,
) -> int:
    """End an incident: restored, or it never was one."""
    state = State.FALSE_POSITIVE if false_positive else State.RESTORED
    return update_incident(actor, incident_id, state=state, text=text, at=at, now=now)


@action("health.publish")
def correct_update(
    actor: Actor, update_id: int, *, state: State, text: str, at: datetime, kind: Kind | None = None, now: datetime
) -> int:
    """Say that an earlier word was wrong: this one stands in its place, both stay on record.

    A word corrected to *maintenance* says that the interruption had been planned work; an incident whose last word
    is corrected from an end to a running state runs again. Returns the incident's id.
    """
    rows = IncidentUpdate.objects.visible_to(actor)
    wrong = rows.filter(pk=update_id, corrects=None).first()
    if wrong is None:
        raise NotFound(_("There is no such update."))
    incident = _locked(actor, wrong.incident_id)
    said = Author(actor, now)
    stands = next(word for word in _words(actor, incident) if word.id == wrong.pk)
    correction = IncidentUpdate(
        incident=incident,
        kind=kind or stands.kind,
        state=state,
        at=said.instant(at),
        text=text,
        corrects=wrong,
        **said.columns(),
    )
    correction.save(force_insert=True)
    ran = incident.ended_at is None
    _stand(actor, incident, now, incident.next_update_at)
    audit.record(
        actor,
        "health.incident_corrected",
        subject=_subject(incident),
        before={"state": stands.state, "from": stands.at.isoformat(), "text": stands.text},
        after={"state": state, "from": at.isoformat(), "text": text},
        at=now,
    )
    ends = ran and incident.ended_at is not None
    announce(actor, IncidentEnded(incident.pk, now) if ends else IncidentUpdated(incident.pk, now))
    return incident.pk


def _locked(actor: Actor, incident_id: int) -> Incident:
    row = Incident.objects.visible_to(actor).select_for_update().filter(pk=incident_id).first()
    if row is None:
        raise NotFound(_("There is no such incident."))
    return row


def _words(actor: Actor, incident: Incident) -> list[Word]:
    """The words that stand, in the order of the time they speak of."""
    found: dict[int, Word] = {}
    for row in IncidentUpdate.objects.visible_to(actor).filter(incident=incident).order_by("id"):
        root = row.corrects_id or row.pk
        found[root] = Word(root, row.at, Kind(row.kind), State(row.state), row.text)
    return sorted(found.values(), key=lambda word: (word.at, word.id))


def _may_say(actor: Actor, incident: Incident, state: State, since: datetime) -> None:
    if not rules.may_follow(State(incident.state), state):
        if incident.ended_at is not None:
            raise Conflict(_("This incident has ended. If it is back, publish a new one."), field="state")
        raise Invalid(_("An incident that runs cannot get this state."), field="state")
    if since < _words(actor, incident)[-1].at:
        raise Invalid(_("The last update speaks of a later time. Correct that one instead."), field="at")


def _spread(actor: Actor, incident: Incident, where: Sequence[Where], since: datetime) -> list[list[int | str]]:
    """Write down where else it is felt from now on; what is known already is left as it is."""
    rows = IncidentPlace.objects.visible_to(actor).filter(incident=incident)
    known = set(rows.values_list("service_id", "region"))
    further = [place for place in where if place not in known]
    if not further:
        return []
    places = Places.checked(actor, further, field="spreads_to")
    places.save(IncidentPlace, incident=incident, since=since)
    return places.plain()


def _stand(actor: Actor, incident: Incident, now: datetime, next_update_at: datetime | None) -> None:
    """Bring the incident to where its words lead; Invalid when they are in no possible order."""
    words = _words(actor, incident)
    if not rules.is_sound([word.state for word in words]):
        raise Invalid(_("With this state or time the updates would be in no possible order."), field="state")
    ends = [word.at for word in words if word.state in rules.ENDED]
    incident.kind, incident.state = words[-1].kind, words[-1].state
    incident.began_at, incident.ended_at = words[0].at, ends[-1] if ends else None
    incident.updated_at = now
    incident.next_update_at = None if ends else next_update_at or now + rules.UPDATE_EVERY
    incident.save(update_fields=["kind", "state", "began_at", "ended_at", "updated_at", "next_update_at"])


def _subject(incident: Incident) -> tuple[str, object, str]:
    return ("incident", incident.pk, f"{incident.code} {incident.title}")
