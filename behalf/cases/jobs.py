"""The clock's door: what a killed process left behind is swept away."""

from __future__ import annotations

import structlog

from behalf.cases import actions
from behalf.kit import clock, jobs
from behalf.kit.actor import Actor

log = structlog.get_logger(__name__)
SWEEP = "cases.sweep"


@jobs.job(SWEEP)
def sweep(actor: Actor) -> None:
    """Remove the files of the last days that belong to no attachment."""
    gone = actions.sweep(actor, now=clock.now())
    if gone:
        log.warning("files without an attachment removed", count=gone, org=actor.org_id)


jobs.every("23 18 * * *", SWEEP, tiers=("reseller", "operator"))
