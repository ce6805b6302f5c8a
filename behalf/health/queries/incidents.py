"""Incidents: the running ones, all of them page by page, one with its story, and whom it hits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from behalf.catalog.models import OfferService
from behalf.health import words
from behalf.health.models import Incident, IncidentPlace, IncidentUpdate
from behalf.health.queries.rows import Hit, HitCustomer, IncidentRow, IncidentStory, Touching, Where, Word
from behalf.health.rules import Kind, State
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query
from behalf.subscriptions.models import Subscription

LIMIT = 25
FIRST_HIT = 10


@query("health.read")
def open_incidents(actor: Actor, service_ids: Collection[int] | None = None) -> list[IncidentRow]:
    """The incidents that run now, on any of these services; the latest first."""
    rows = Incident.objects.visible_to(actor).filter(ended_at=None)
    if service_ids is not None:
        rows = rows.filter(pk__in=_on(actor, service_ids))
    return _rows(actor, list(rows.order_by("-began_at", "-id")))


@query("health.read_all")
def incidents(
    actor: Actor,
    *,
    service_id: int | None = None,
    before: tuple[datetime, int] | None = None,
    limit: int = LIMIT,
) -> list[IncidentRow]:
    """All incidents, the latest first; one more than ``limit`` when there is a next page, ``before`` the last shown."""
    rows = Incident.objects.visible_to(actor)
    if service_id is not None:
        rows = rows.filter(pk__in=_on(actor, [service_id]))
    if before is not None:
        began_at, incident_id = before
        rows = rows.filter(Q(began_at__lt=began_at) | Q(began_at=began_at, pk__lt=incident_id))
    return _rows(actor, list(rows.order_by("-began_at", "-id")[: limit + 1]))


@query("health.read")
def incident(actor: Actor, incident_id: int) -> IncidentStory:
    """One incident with everything that was said about it, the latest first."""
    row = Incident.objects.visible_to(actor).filter(pk=incident_id).first()
    if row is None:
        raise NotFound(_("There is no such incident."))
    return IncidentStory(_rows(actor, [row])[0], _words(actor, incident_id))


@query("health.read")
def word(actor: Actor, update_id: int) -> Word:
    """One word on an incident, as it stands now."""
    rows = IncidentUpdate.objects.visible_to(actor).filter(pk=update_id, corrects=None)
    incident_id = rows.values_list("incident_id", flat=True).first()
    if incident_id is None:
        raise NotFound(_("There is no such update."))
    return next(each for each in _words(actor, incident_id) if each.id == update_id)


@query("health.read_all")
def hit(actor: Actor, incident_id: int) -> Hit:
    """Which customers have active seats on the services that an incident touches, those with the most seats first."""
    offers = _offers_with(actor, [incident_id])
    rows = Subscription.objects.visible_to(actor).filter(offer_id__in=offers, status="active")
    total = rows.aggregate(customers=Count("account_id", distinct=True), seats=Sum("seats"))
    first = (
        rows.values("account_id", "account__company")
        .annotate(all_seats=Sum("seats"))
        .order_by("-all_seats", "account_id")
    )
    return Hit(
        customers=total["customers"],
        seats=total["seats"] or 0,
        first=tuple(
            HitCustomer(row["account_id"], row["account__company"], row["all_seats"]) for row in first[:FIRST_HIT]
        ),
    )


@query("health.read_customer")
def touching(actor: Actor) -> list[Touching]:
    """The running incidents on services that customers of ours use, with how many use them; the latest first."""
    running = list(Incident.objects.visible_to(actor).filter(ended_at=None).order_by("-began_at", "-id"))
    bought = Subscription.objects.visible_to(actor).filter(
        status="active", offer_id__in=_offers_with(actor, [row.pk for row in running])
    )
    using = {
        str(row.pk): Count("account_id", distinct=True, filter=Q(offer_id__in=_offers_with(actor, [row.pk])))
        for row in running
    }
    counted = bought.aggregate(**using) if using else {}  # one walk, however many incidents run
    return [Touching(IncidentRow.of(row, ()), counted[str(row.pk)]) for row in running if counted[str(row.pk)]]


def _offers_with(actor: Actor, incident_ids: Collection[int]) -> Any:
    """A subquery: the offers that contain a service which one of the incidents touches."""
    touched = IncidentPlace.objects.visible_to(actor).filter(incident_id__in=incident_ids).values("service_id")
    return OfferService.objects.visible_to(actor).filter(service_id__in=touched).values("offer_id")


def _on(actor: Actor, service_ids: Collection[int]) -> Any:
    """A subquery: the incidents that touch any of these services."""
    return IncidentPlace.objects.visible_to(actor).filter(service_id__in=service_ids).values("incident_id")


def _rows(actor: Actor, rows: list[Incident]) -> list[IncidentRow]:
    if not rows:
        return []
    felt = IncidentPlace.objects.visible_to(actor).filter(incident__in=rows).select_related("service")
    places: dict[int, list[IncidentPlace]] = {}
    for place in felt.order_by("id"):
        places.setdefault(place.incident_id, []).append(place)
    return [IncidentRow.of(row, Where.each(places[row.pk], actor.language)) for row in rows]


def _words(actor: Actor, incident_id: int) -> tuple[Word, ...]:
    """What stands, under the id of each word's first version, the latest first; earlier versions behind it."""
    versions: dict[int, list[Word]] = {}
    for row in IncidentUpdate.objects.visible_to(actor).filter(incident_id=incident_id).order_by("id"):
        versions.setdefault(row.corrects_id or row.pk, []).append(_word(row))
    said = [replace(each[-1], id=root, before=tuple(each[:-1])) for root, each in versions.items()]
    return tuple(sorted(said, key=lambda word: (word.at, word.id), reverse=True))


def _word(row: IncidentUpdate) -> Word:
    return Word(
        id=row.pk,
        incident_id=row.incident_id,
        at=row.at,
        kind=Kind(row.kind),
        state=State(row.state),
        seen=words.seen(row.state),
        text=row.text,
        author=row.author_name,
        recorded_at=row.recorded_at,
    )
