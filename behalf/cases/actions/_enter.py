"""How a new case gets its number and its place in the queue, whoever opens it."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from behalf.cases.actions._clocks import begun, desk, keep, pin, place
from behalf.cases.actions._step import Step
from behalf.cases.models import Case
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting


def enter(actor: Actor, case: Case, *, now: datetime) -> Step:
    """The case with its number, its place in the queue and its clock, saved."""
    step = Step(actor, case, now=now)
    case.number = next_number(case.org_id)
    case.opened_by_name = actor.name
    case.opened_at = case.changed_at = case.counts_from = now
    pin(actor, case, now=now)
    folded = begun(actor, case, now=now)
    place(case, folded)
    case.alarm_at = min((at for clock in folded.all if (at := clock.warn_at) is not None), default=None)
    case.save(force_insert=True)
    own = desk(actor, case)
    with acting(own):
        keep(own, case, folded)
    return step


def next_number(org_id: int) -> str:
    """The next number of a desk."""
    with connection.cursor() as cursor:
        cursor.execute("select cases_next_number(%s)", [org_id])
        return str(cursor.fetchone()[0])
