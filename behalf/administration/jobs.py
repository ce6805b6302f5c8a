"""What administration does by the clock: sessions end, interrupted corrections are settled."""

from __future__ import annotations

from behalf.administration import actions, corrections, queries
from behalf.administration.deciding import SETTLE_AGAIN, SETTLE_UNTIL, UNSETTLED
from behalf.kit import clock, jobs
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting


@jobs.job("administration.end_expired")
def end_expired(actor: Actor, *, session_id: int) -> None:
    """Deferred to the end of each session; does nothing when it was extended or is over."""
    actions.end_expired(actor, session_id, now=clock.now())


@jobs.job("administration.settle")
def settle(actor: Actor, *, change_id: int) -> None:
    """Deferred with each correction: reads back what an interruption left open, and again while it cannot."""
    with acting(actor):
        change = queries.unsettled(actor, change_id)
    if change is None:
        return
    now = clock.now()
    if corrections.settle(actor, change_id, clock=clock.now) in UNSETTLED and now < change.planned_at + SETTLE_UNTIL:
        jobs.defer(actor, "administration.settle", at=now + SETTLE_AGAIN, change_id=change_id)
