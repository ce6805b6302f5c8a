"""Ninety days of everything that was said, in four statements whatever the number of services."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from behalf.health import rules
from behalf.health.models import IncidentPlace, IncidentUpdate, MaintenancePlace, ServiceState
from behalf.health.queries.rows import IncidentRow, MaintenanceRow, Where
from behalf.health.rules import Kind, Span, Stage, State
from behalf.kit.actor import Actor

Said = tuple[datetime, Kind, State]


@dataclass(frozen=True, slots=True)
class Felt:
    """An incident with where it is felt and what was said about it, corrections applied."""

    row: IncidentRow
    places: tuple[tuple[int, str, datetime | None], ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """Planned work with where it may be felt."""

    row: MaintenanceRow
    places: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class History:
    """What was said since ``start``, ready to be laid out service by service."""

    start: datetime
    now: datetime
    statements: Mapping[tuple[int, str], list[tuple[datetime, State]]] = field(default_factory=dict)
    incidents: Mapping[int, list[Felt]] = field(default_factory=dict)
    works: tuple[Work, ...] = ()

    @classmethod
    def load(cls, actor: Actor, services: Collection[int], *, start: datetime, now: datetime) -> History:
        """Everything about these services that reaches into the time since start."""
        return cls(
            start=start,
            now=now,
            statements=_statements(actor, services, start),
            incidents=_incidents(actor, services, start),
            works=_works(actor, services, start, now),
        )

    def sources(self, service_id: int, region: str) -> list[Span]:
        """What each source says about a service in one region; *everywhere* counts for each region."""
        said = self.statements.get((service_id, ""), [])
        if region:
            said = said + self.statements.get((service_id, region), [])
        found = rules.spans(said)
        for felt in self.incidents.get(service_id, ()):
            here = [since for service, where, since in felt.places if service == service_id and where in ("", region)]
            if here:
                found += rules.incident_spans(felt.said, min(since or felt.row.began_at for since in here))
        for work in self.works:
            if work.row.started_at and any(place in {(service_id, ""), (service_id, region)} for place in work.places):
                found.append(Span(State.MAINTENANCE, work.row.started_at, work.row.ended_at))
        return found

    def line(self, sources: list[Span]) -> list[Span]:
        """The ninety days of one place as one line."""
        return rules.timeline(sources, self.start, self.now)

    def running_at(self, service_id: int) -> tuple[IncidentRow, ...]:
        """The incidents that run on a service now, the latest first."""
        said = [felt.row for felt in self.incidents.get(service_id, ())]
        running = [row for row in said if row.ended_at is None and row.began_at <= self.now]
        return tuple(sorted(running, key=lambda row: row.began_at, reverse=True))

    def next_work(self, service_id: int) -> MaintenanceRow | None:
        """The planned work on a service that runs, else the next that is due."""
        ahead = [work.row for work in self.works if work.row.ended_at is None and _touches(work.places, service_id)]
        return min(ahead, key=lambda row: (row.stage is not Stage.RUNNING, row.starts_at), default=None)


def _touches(places: Iterable[tuple[Any, ...]], service_id: int) -> bool:
    return any(place[0] == service_id for place in places)


def _statements(
    actor: Actor, services: Collection[int], start: datetime
) -> dict[tuple[int, str], list[tuple[datetime, State]]]:
    later = ServiceState.objects.visible_to(actor).filter(
        corrects_id=Coalesce(OuterRef("corrects_id"), OuterRef("pk")), pk__gt=OuterRef("pk")
    )
    standing = ServiceState.objects.visible_to(actor).filter(~Exists(later), service_id__in=services)
    last_before = (
        standing.filter(at__lt=start)
        .order_by("service_id", "region", "-at", "-id")
        .distinct("service_id", "region")
        .values("pk")
    )
    rows = standing.filter(Q(at__gte=start) | Q(pk__in=Subquery(last_before)))
    found: dict[tuple[int, str], list[tuple[datetime, State]]] = {}
    for service_id, region, at, state in rows.order_by("id").values_list("service_id", "region", "at", "state"):
        found.setdefault((service_id, region), []).append((at, State(state)))
    return found


def _incidents(actor: Actor, services: Collection[int], start: datetime) -> dict[int, list[Felt]]:
    """The incidents that reach into the time since start, for each service that they touch."""
    recent = Q(incident__ended_at=None) | Q(incident__ended_at__gt=start)
    rows = (
        IncidentPlace.objects.visible_to(actor)
        .filter(recent, service_id__in=services)
        .select_related("incident", "service")
    )
    places: dict[int, list[IncidentPlace]] = {}
    for row in rows.order_by("id"):
        places.setdefault(row.incident_id, []).append(row)
    said = _said(actor, places) if places else {}
    found: dict[int, list[Felt]] = {}
    for incident_id, here in places.items():
        felt = Felt(
            IncidentRow.of(here[0].incident, Where.each(here, actor.language)),
            tuple((place.service_id, place.region, place.since) for place in here),
            said[incident_id],
        )
        for service_id in {place.service_id for place in here}:
            found.setdefault(service_id, []).append(felt)
    return found


def _said(actor: Actor, incident_ids: Iterable[int]) -> dict[int, tuple[Said, ...]]:
    """What was said about each incident, a correction in the place of what it corrects."""
    updates = IncidentUpdate.objects.visible_to(actor).filter(incident_id__in=list(incident_ids))
    rows = updates.annotate(root=Coalesce(F("corrects_id"), F("id"))).order_by("id")
    found: dict[int, dict[int, Said]] = {}
    for incident_id, root, at, kind, state in rows.values_list("incident_id", "root", "at", "kind", "state"):
        found.setdefault(incident_id, {})[root] = (at, Kind(kind), State(state))
    return {incident_id: tuple(said.values()) for incident_id, said in found.items()}


def _works(actor: Actor, services: Collection[int], start: datetime, now: datetime) -> tuple[Work, ...]:
    wanted = (
        Q(maintenance__stage=Stage.RUNNING)
        | Q(maintenance__stage=Stage.PLANNED, maintenance__ends_at__gt=now)
        | Q(maintenance__stage=Stage.ENDED, maintenance__ended_at__gt=start)
    )
    rows = (
        MaintenancePlace.objects.visible_to(actor)
        .filter(wanted, service_id__in=services)
        .select_related("maintenance", "service")
    )
    places: dict[int, list[MaintenancePlace]] = {}
    for row in rows.order_by("id"):
        places.setdefault(row.maintenance_id, []).append(row)
    return tuple(
        Work(
            MaintenanceRow.of(felt[0].maintenance, Where.each(felt, actor.language)),
            tuple((place.service_id, place.region) for place in felt),
        )
        for felt in places.values()
    )
