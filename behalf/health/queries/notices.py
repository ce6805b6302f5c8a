"""Planned work and announcements."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from behalf.health import words
from behalf.health.models import (
    Announcement,
    AnnouncementPlace,
    Maintenance,
    MaintenancePlace,
    MaintenanceStep,
)
from behalf.health.queries.rows import AnnouncementRow, MaintenanceRow, MaintenanceStory, StepRow, Where
from behalf.health.rules import Stage, Step
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query

LIMIT = 25


@query("health.read")
def maintenances(
    actor: Actor,
    service_ids: Collection[int] | None = None,
    *,
    ahead_of: datetime | None = None,
    before: int | None = None,
    limit: int = LIMIT,
) -> list[MaintenanceRow]:
    """Planned work on any of these services, the latest announced first; one more if a next page follows.

    ahead_of: only what runs at this instant or is still to come, the next first.
    """
    rows = Maintenance.objects.visible_to(actor)
    if service_ids is not None:
        touching = MaintenancePlace.objects.visible_to(actor).filter(service_id__in=service_ids)
        rows = rows.filter(pk__in=touching.values("maintenance_id"))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    if ahead_of is not None:
        rows = rows.filter(Q(stage=Stage.RUNNING) | Q(stage=Stage.PLANNED, ends_at__gt=ahead_of))
        return _works(actor, list(rows.order_by("starts_at", "id")[:limit]))
    return _works(actor, list(rows.order_by("-id")[: limit + 1]))


@query("health.read")
def maintenance(actor: Actor, maintenance_id: int) -> MaintenanceStory:
    """One piece of planned work with its steps, the latest first."""
    row = Maintenance.objects.visible_to(actor).filter(pk=maintenance_id).first()
    if row is None:
        raise NotFound(_("There is no such planned work."))
    steps = MaintenanceStep.objects.visible_to(actor).filter(maintenance_id=maintenance_id).order_by("-id")
    return MaintenanceStory(
        row=_works(actor, [row])[0],
        steps=tuple(
            StepRow(step.pk, Step(step.step), step.at, step.starts_at, step.ends_at, step.text, step.author_name)
            for step in steps
        ),
    )


@query("health.read")
def announcements(
    actor: Actor,
    service_ids: Collection[int] | None = None,
    *,
    before: int | None = None,
    limit: int = LIMIT,
) -> list[AnnouncementRow]:
    """What was announced about any of these services (or about all), the latest first; the withdrawn are left out.

    Answers one more than ``limit`` when there is a next page.
    """
    rows = Announcement.objects.visible_to(actor).filter(corrects=None)
    withdrawn = Announcement.objects.visible_to(actor).filter(withdrawn=True).values("corrects_id")
    rows = rows.exclude(pk__in=withdrawn)
    if service_ids is not None:
        touching = AnnouncementPlace.objects.visible_to(actor).filter(service_id__in=service_ids)
        rows = rows.filter(pk__in=touching.values("announcement_id"))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return _news(actor, rows.order_by("-id")[: limit + 1])


@query("health.read")
def announcement(actor: Actor, announcement_id: int) -> AnnouncementRow:
    """One announcement as it stands now, with its earlier versions, also when it was withdrawn."""
    found = _news(actor, Announcement.objects.visible_to(actor).filter(pk=announcement_id, corrects=None))
    if not found:
        raise NotFound(_("There is no such announcement."))
    return found[0]


def _works(actor: Actor, rows: list[Maintenance]) -> list[MaintenanceRow]:
    felt = MaintenancePlace.objects.visible_to(actor).filter(maintenance__in=rows).select_related("service")
    places: dict[int, list[MaintenancePlace]] = {}
    for place in felt.order_by("id") if rows else ():
        places.setdefault(place.maintenance_id, []).append(place)
    return [MaintenanceRow.of(row, Where.each(places[row.pk], actor.language)) for row in rows]


def _news(actor: Actor, roots: QuerySet[Announcement]) -> list[AnnouncementRow]:
    """The announcements whose first versions a queryset names, the latest first, corrections applied."""
    ids = roots.values("pk")
    versions: dict[int, list[Announcement]] = {}
    rows = Announcement.objects.visible_to(actor).filter(Q(pk__in=ids) | Q(corrects__in=ids))
    for row in rows.order_by("id"):
        versions.setdefault(row.corrects_id or row.pk, []).append(row)
    about = AnnouncementPlace.objects.visible_to(actor).filter(announcement__in=versions).select_related("service")
    places: dict[int, list[AnnouncementPlace]] = {}
    for place in about.order_by("id") if versions else ():
        places.setdefault(place.announcement_id, []).append(place)
    newest_first = sorted(versions, reverse=True)
    return [_as_it_stands(versions[root], Where.each(places[root], actor.language)) for root in newest_first]


def _as_it_stands(versions: list[Announcement], places: tuple[Where, ...]) -> AnnouncementRow:
    """The last version under the first one's id, with the earlier ones behind it."""
    first, last = versions[0], versions[-1]
    return AnnouncementRow(
        id=first.pk,
        code=first.code,
        category=last.category,
        category_word=words.CATEGORIES[last.category],
        title=last.title,
        body=last.body,
        act_by=last.act_by,
        author=last.author_name,
        published_at=first.recorded_at,
        corrected_at=last.recorded_at if len(versions) > 1 else None,
        withdrawn=last.withdrawn,
        places=places,
        before=tuple(_as_it_stands([version], ()) for version in versions[:-1]),
    )
