"""The clock's door: mail that came is looked at, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from behalf.channels import actions
from behalf.channels.actions.arriving import DRAIN
from behalf.kit import clock, jobs
from behalf.kit.actor import Actor

LOCK = 7_120


@jobs.job(DRAIN)
def drain(actor: Actor) -> int:
    """Look at everything that waits, in order; one worker at a time for each desk."""
    done = 0
    with _alone(actor) as first:
        while first and (claimed := actions.claim(actor, now=clock.now())):
            done += actions.take(actor, claimed, now=clock.now())
    return done


# What a lost announcement left behind is found by the clock.
jobs.every("* * * * *", DRAIN, tiers=("reseller",))


@contextmanager
def _alone(actor: Actor) -> Iterator[bool]:
    """Whether no other worker drains this desk; a killed worker's lock goes with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [LOCK, actor.org_id % 2**31])
        first = bool(cursor.fetchone()[0])
    try:
        yield first
    finally:
        if first and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s, %s)", [LOCK, actor.org_id % 2**31])
