"""The clock's door: promises that fall due are noticed; what a killed process left behind is swept away."""

from __future__ import annotations

from datetime import datetime
from typing import cast

import structlog
from django.db import connection

from behalf.cases import actions
from behalf.cases.actions.alarms import TELL
from behalf.cases.actions.sending import LOST, SEND
from behalf.kit import clock, jobs
from behalf.kit.actor import Actor, Tier

log = structlog.get_logger(__name__)
SWEEP = "cases.sweep"
SOUND = "cases.sound"
ADD_UP = "cases.add_up"
REMIND = "cases.remind"
LATE = "cases.go_out_late"
AT_ONCE = 50  # batches that one job does before it lets others go on


@jobs.job(SWEEP)
def sweep(actor: Actor) -> None:
    """Remove the files of the last days that belong to no attachment, and drafts that are long forgotten."""
    gone = actions.sweep(actor, now=clock.now())
    actions.forget_drafts(actor, now=clock.now())
    if gone:
        log.warning("files without an attachment removed", count=gone, org=actor.org_id)


@jobs.job(SOUND, pressing=True)
def sound(actor: Actor) -> None:
    """Warn of what falls due and act on what is late, batch by batch; what is left is taken up by the next look."""
    for _batch in range(AT_ONCE):
        if not actions.sound(actor, now=clock.now()):
            return


@jobs.job(TELL)
def tell(actor: Actor, *, case_id: int, person_id: int, text: str, kind: str, key: str) -> None:
    """Tell somebody whose hours have begun."""
    actions.tell_late(actor, case_id, person_id=person_id, text=text, kind=kind, key=key, now=clock.now())


@jobs.job(SEND)
def send(actor: Actor, *, outgoing_id: int) -> None:
    """Give an answer whose time to be taken back is over."""
    actions.go_out(actor, outgoing_id, now=clock.now())


@jobs.job(LATE)
def go_out_late(actor: Actor) -> None:
    """Give what should have gone out before."""
    actions.go_out_late(actor, now=clock.now())


@jobs.job(REMIND)
def remind(actor: Actor) -> None:
    """Tell those who wanted to be reminded now."""
    for _batch in range(AT_ONCE):
        if not actions.tell_reminders(actor, now=clock.now()):
            return


@jobs.job(ADD_UP)
def add_up(actor: Actor) -> None:
    """Bring the days that reports add up to what the clocks say now; mostly nothing changed."""
    actions.add_up(actor)


def due_desks() -> list[tuple[Tier, int]]:
    """The desks that have something to notice now, by one look at an index."""
    return _desks("select kind, org_id from cases_due_desks(%s)", clock.now())


def late_desks() -> list[tuple[Tier, int]]:
    """The desks on which something waits that should have gone out, because its job was lost."""
    return _desks("select kind, org_id from cases_late_desks(%s)", clock.now() - LOST)


def reminding_desks() -> list[tuple[Tier, int]]:
    """The desks on which somebody wants to be reminded now."""
    return _desks("select kind, org_id from cases_reminding_desks(%s)", clock.now())


def _desks(asked: str, now: datetime) -> list[tuple[Tier, int]]:
    with connection.cursor() as cursor:
        cursor.execute(asked, [now])
        return [(cast(Tier, kind), org_id) for kind, org_id in cursor.fetchall()]


jobs.every("*/5 * * * *", ADD_UP, tiers=("reseller", "operator"))
jobs.watch("* * * * * */15", SOUND, find=due_desks)
jobs.watch("* * * * * */15", LATE, find=late_desks)
jobs.watch("* * * * * */15", REMIND, find=reminding_desks)
jobs.every("23 18 * * *", SWEEP, tiers=("reseller", "operator"))
