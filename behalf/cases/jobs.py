"""The clock's door: promises that fall due are noticed; what a killed process left behind is swept away."""

from __future__ import annotations

from typing import cast

import structlog
from django.db import connection

from behalf.cases import actions
from behalf.cases.actions.alarms import TELL
from behalf.kit import clock, jobs
from behalf.kit.actor import Actor, Tier

log = structlog.get_logger(__name__)
SWEEP = "cases.sweep"
SOUND = "cases.sound"
ADD_UP = "cases.add_up"
AT_ONCE = 50  # batches that one job does before it lets others go on


@jobs.job(SWEEP)
def sweep(actor: Actor) -> None:
    """Remove the files of the last days that belong to no attachment."""
    gone = actions.sweep(actor, now=clock.now())
    if gone:
        log.warning("files without an attachment removed", count=gone, org=actor.org_id)


@jobs.job(SOUND)
def sound(actor: Actor) -> None:
    """Warn of what falls due and act on what is late, batch by batch; what is left is taken up by the next look."""
    for _batch in range(AT_ONCE):
        if not actions.sound(actor, now=clock.now()):
            return


@jobs.job(TELL)
def tell(actor: Actor, *, case_id: int, person_id: int, text: str, kind: str, key: str) -> None:
    """Tell somebody whose hours have begun."""
    actions.tell_late(actor, case_id, person_id=person_id, text=text, kind=kind, key=key, now=clock.now())


@jobs.job(ADD_UP)
def add_up(actor: Actor) -> None:
    """Bring the days that reports add up to what the clocks say now; mostly nothing changed."""
    actions.add_up(actor)


def due_desks() -> list[tuple[Tier, int]]:
    """The desks that have something to notice now, by one look at an index."""
    with connection.cursor() as cursor:
        cursor.execute("select kind, org_id from cases_due_desks(%s)", [clock.now()])
        return [(cast(Tier, kind), org_id) for kind, org_id in cursor.fetchall()]


jobs.every("*/5 * * * *", ADD_UP, tiers=("reseller", "operator"))
jobs.watch("* * * * * */15", SOUND, find=due_desks)
jobs.every("23 18 * * *", SWEEP, tiers=("reseller", "operator"))
