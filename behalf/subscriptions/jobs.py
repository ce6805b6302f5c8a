"""The clock's and the queue's work on subscriptions."""

from __future__ import annotations

from behalf.kit import clock
from behalf.kit.actor import Actor
from behalf.kit.jobs import every, job
from behalf.kit.tenancy import acting
from behalf.subscriptions import actions, queries, rules


@job("subscriptions.count_down")
def count_down(actor: Actor) -> None:
    """Send the notices that are due and delete what has counted down, each in a transaction of its own."""
    now = clock.now()
    with acting(actor):
        due = queries.counting_down(actor, before=rules.within_notice(now))
    for subscription_id in due:
        actions.count_down(actor, subscription_id, now=now)


@job("subscriptions.check_import")
def check_import(actor: Actor, *, import_id: int) -> None:
    """The dry run of a file."""
    actions.check(actor, import_id, now=clock.now())


@job("subscriptions.run_import")
def run_import(actor: Actor, *, import_id: int) -> None:
    """The next lines of a file."""
    actions.run(actor, import_id, now=clock.now())


every("7 * * * *", "subscriptions.count_down", tiers=("reseller",))
