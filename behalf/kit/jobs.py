"""Work that is not done in the request: deferred in the same transaction, done by the worker, safe to run twice.

A job belongs to an organization: the worker rebuilds that organization's system actor and runs the job in a
transaction of its own. Anything else a job carries is ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import procrastinate
import structlog
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from behalf.kit.actor import Actor, Tier, system
from behalf.kit.clock import now

log = structlog.get_logger(__name__)

FIRST = 10  # the priority of what waits for nothing else; all other work has none

Work = Callable[..., object]
Directory = Callable[[Iterable[Tier]], list[tuple[Tier, int]]]


@dataclass(frozen=True, slots=True)
class Deferred:
    """A job on its way to the queue; ``at``: not before this instant."""

    name: str
    tier: Tier
    org_id: int
    arguments: dict[str, Any]
    at: datetime | None


_work: dict[str, Work] = {}
_directory: list[Directory] = []
hears: Callable[[Deferred], bool] | None = None  # told of each job first; True: it takes it in place of the queue


def job(name: str, *, attempts: int = 8, pressing: bool = False) -> Callable[[Work], Work]:
    """Register ``work(actor, **ids)`` under ``name``; a failing job is tried again, later each time.

    pressing: it is done before whatever else waits, however long the queue has grown.
    """

    def decorate(work: Work) -> Work:
        _work[name] = work

        def run(tier: Tier, org_id: int, **arguments: Any) -> None:
            work(system(tier, org_id), **arguments)

        retry = procrastinate.RetryStrategy(max_attempts=attempts, exponential_wait=2)
        app.task(name=name, retry=retry, priority=FIRST if pressing else 0)(run)
        return work

    return decorate


def defer(actor: Actor, name: str, *, once: str | None = None, at: datetime | None = None, **arguments: Any) -> None:
    """Put a job into the queue in the present transaction, for the actor's organization.

    once: a key; while a job with this key waits, a second one is not added. at: not before this instant.
    """
    if hears is not None and hears(Deferred(name, actor.tier, actor.org_id, arguments, at)):
        return
    deferrer = app.configure_task(name, queueing_lock=once, schedule_at=at)
    try:
        with transaction.atomic(savepoint=once is not None):  # a refused double must not break the caller's transaction
            deferrer.defer(tier=actor.tier, org_id=actor.org_id, **arguments)
    except AlreadyEnqueued:
        if once is None or connection.needs_rollback:  # the connection went with it, and with it what the caller did
            raise


def defer_all(actor: Actor, name: str, arguments: Iterable[dict[str, Any]]) -> None:
    """Put many jobs of one name into the queue at once."""
    bodies = [
        body for body in arguments if hears is None or not hears(Deferred(name, actor.tier, actor.org_id, body, None))
    ]
    if bodies:
        with transaction.atomic(savepoint=False):
            app.configure_task(name).batch_defer(
                *({"tier": actor.tier, "org_id": actor.org_id, **body} for body in bodies)
            )


def run(name: str, tier: Tier, org_id: int, arguments: dict[str, Any]) -> None:
    """Do a job here and now: for tests and the command line."""
    _work[name](system(tier, org_id), **arguments)


def every(cron: str, name: str, *, tiers: Iterable[Tier]) -> None:
    """Defer job ``name`` by the clock, once for each organization of these tiers (cron in UTC)."""
    wanted = tuple(tiers)

    @app.periodic(cron=cron)
    @app.task(name=f"{name}.tick", queueing_lock=f"{name}.tick", pass_context=False)
    def tick(timestamp: int) -> None:
        for tier, org_id in organizations(wanted):
            defer(system(tier, org_id), name, once=f"{name}:{org_id}")


def watch(cron: str, name: str, *, find: Callable[[], Iterable[tuple[Tier, int]]]) -> None:
    """Defer job ``name`` by the clock for the organizations alone that have something to do, as ``find`` says.

    find: asked under the worker's login, which reads no tenant's rows; cron may have a sixth column, for seconds.
    The look itself does not wait behind other work; what it finds does, unless that job is ``pressing``.
    """

    @app.periodic(cron=cron)
    @app.task(name=f"{name}.tick", queueing_lock=f"{name}.tick", pass_context=False, priority=FIRST)
    def tick(timestamp: int) -> None:
        for tier, org_id in find():
            defer(system(tier, org_id), name, once=f"{name}:{org_id}")


def use_directory(directory: Directory) -> None:
    """Told once by the identity room: how to list the organizations of some tiers."""
    _directory[:] = [directory]


def organizations(tiers: Iterable[Tier]) -> list[tuple[Tier, int]]:
    """The active organizations of these tiers, as (tier, id)."""
    return _directory[0](tiers)


def worker_seen() -> datetime | None:
    """When a worker last gave a sign of life; asked through a function, for web has no right to the table."""
    with connection.cursor() as cursor:
        cursor.execute("select behalf_worker_seen()")
        return cast("datetime | None", cursor.fetchone()[0])


@app.periodic(cron="* * * * *")
@app.task(name="jobs.reap", queueing_lock="jobs.reap")
async def reap(timestamp: int) -> None:
    """Give a killed worker's jobs back to the queue; without this they stay *doing* for good."""
    for lost in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=30):
        log.warning("job given back", job=lost.task_name, id=lost.id)
        await app.job_manager.retry_job(lost, retry_at=now())
