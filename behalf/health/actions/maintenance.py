"""Planned work: announced, moved, started, ended, cancelled, reworded; each step is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.health import rules
from behalf.health.actions.places import Author, Places, Where
from behalf.health.events import MaintenanceChanged
from behalf.health.models import Maintenance, MaintenancePlace, MaintenanceStep
from behalf.health.rules import Stage, Step
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotFound
from behalf.kit.events import announce
from behalf.kit.verbs import action


@action("health.publish")
def plan_maintenance(
    actor: Actor,
    *,
    title: str,
    text: str,
    places: Sequence[Where],
    starts_at: datetime,
    ends_at: datetime,
    short_notice: str = "",
    now: datetime,
) -> int:
    """Announce work at least five days ahead, or say why it is later (GL); returns its id."""
    where = Places.checked(actor, places)
    _window(starts_at, ends_at, now)
    if rules.is_short_notice(starts_at, now) and not short_notice:
        raise Invalid(_("This is less than five days ahead. Say why."), field="short_notice")
    said = Author(actor, now)
    work = Maintenance(title=title, starts_at=starts_at, ends_at=ends_at, short_notice=short_notice, **said.columns())
    work.save(force_insert=True)
    where.save(MaintenancePlace, maintenance=work)
    _step(actor, work, Step.PLANNED, text, at=now, now=now, places=where.plain())
    return work.pk


@action("health.publish")
def move_maintenance(
    actor: Actor,
    maintenance_id: int,
    *,
    starts_at: datetime,
    ends_at: datetime,
    text: str,
    short_notice: str = "",
    now: datetime,
) -> int:
    """Give work another window; work under way only another end. Moved forward, it needs its five days again."""
    work = _locked(actor, maintenance_id)
    _take(work, Step.MOVED)
    _window(starts_at, ends_at, now)
    if work.stage == Stage.RUNNING and starts_at != work.starts_at:
        raise Invalid(_("The work is under way; only its end can be moved."), field="starts_at")
    if starts_at < work.starts_at and rules.is_short_notice(starts_at, now):
        if not short_notice:
            raise Invalid(_("This is less than five days ahead. Say why."), field="short_notice")
        work.short_notice = short_notice
    work.starts_at, work.ends_at = starts_at, ends_at
    return _step(actor, work, Step.MOVED, text, at=now, now=now)


@action("health.publish")
def start_maintenance(
    actor: Actor, maintenance_id: int, *, text: str = "", at: datetime | None = None, now: datetime
) -> int:
    """Say that the work began; from then on the services are in *planned work*."""
    work = _locked(actor, maintenance_id)
    _take(work, Step.STARTED)
    work.started_at = Author(actor, now).instant(at)
    return _step(actor, work, Step.STARTED, text, at=work.started_at, now=now)


@action("health.publish")
def end_maintenance(
    actor: Actor, maintenance_id: int, *, text: str = "", at: datetime | None = None, now: datetime
) -> int:
    """Say that the work is done."""
    work = _locked(actor, maintenance_id)
    _take(work, Step.ENDED)
    work.ended_at = Author(actor, now).instant(at)
    if work.started_at is not None and work.ended_at < work.started_at:
        raise Invalid(_("It cannot end before it began."), field="at")
    return _step(actor, work, Step.ENDED, text, at=work.ended_at, now=now)


@action("health.publish")
def cancel_maintenance(actor: Actor, maintenance_id: int, *, text: str, now: datetime) -> int:
    """Say that the work will not be done."""
    work = _locked(actor, maintenance_id)
    _take(work, Step.CANCELLED)
    return _step(actor, work, Step.CANCELLED, text, at=now, now=now)


@action("health.publish")
def reword_maintenance(actor: Actor, maintenance_id: int, *, text: str, now: datetime) -> int:
    """Correct what was said about the work; the earlier words stay on record."""
    return _step(actor, _locked(actor, maintenance_id), Step.CORRECTED, text, at=now, now=now)


def _locked(actor: Actor, maintenance_id: int) -> Maintenance:
    row = Maintenance.objects.visible_to(actor).select_for_update().filter(pk=maintenance_id).first()
    if row is None:
        raise NotFound(_("There is no such planned work."))
    return row


def _take(work: Maintenance, step: Step) -> None:
    stage = rules.stage_after(Stage(work.stage), step)
    if stage is None:
        raise Conflict(_("The work is no longer where this could be said of it."), field="step")
    work.stage = stage


def _window(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    if ends_at <= starts_at:
        raise Invalid(_("The end must be after the start."), field="ends_at")
    if ends_at <= now:
        raise Invalid(_("This window has passed."), field="ends_at")


def _step(
    actor: Actor,
    work: Maintenance,
    step: Step,
    text: str,
    *,
    at: datetime,
    now: datetime,
    places: list[list[int | str]] | None = None,
) -> int:
    """Save, record and announce one step; returns its id."""
    work.save()
    said = Author(actor, now).columns()
    row = MaintenanceStep(
        maintenance=work, step=step, at=at, starts_at=work.starts_at, ends_at=work.ends_at, text=text, **said
    )
    row.save(force_insert=True)
    window = {"starts_at": work.starts_at.isoformat(), "ends_at": work.ends_at.isoformat()}
    audit.record(
        actor,
        f"health.maintenance_{step}",
        subject=("maintenance", work.pk, f"{work.code} {work.title}"),
        after={**window, "stage": work.stage, "text": text, **({"places": places} if places else {})},
        why=work.short_notice,
        at=now,
    )
    announce(actor, MaintenanceChanged(maintenance_id=work.pk, step_id=row.pk, at=now))
    return row.pk
