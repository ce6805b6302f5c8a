"""What agreements do by the clock: once a day, calendars take up holidays that became known."""

from __future__ import annotations

from behalf.agreements import actions
from behalf.kit import clock, jobs
from behalf.kit.actor import Actor

RENEW = "agreements.renew"


@jobs.job(RENEW)
def renew(actor: Actor) -> None:
    """New versions of the agreements whose calendars know more than yesterday; mostly none."""
    actions.renew(actor, now=clock.now())


jobs.every("25 17 * * *", RENEW, tiers=("reseller", "operator"))
