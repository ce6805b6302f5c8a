"""The clock's door: mail is fetched from mailboxes, and what came is looked at, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from django.db import DatabaseError, connection

from behalf.channels import actions, fetching, queries
from behalf.channels.actions.arriving import DRAIN
from behalf.kit import clock, jobs
from behalf.kit.actor import Actor, Tier
from behalf.kit.room_left import is_full
from behalf.kit.tenancy import acting

DRAINING, FETCHING = 7_120, 7_121  # advisory locks; the second key is the desk or the mailbox
POLL = "channels.poll"
FETCH = "channels.fetch"


@jobs.job(DRAIN)
def drain(actor: Actor) -> int:
    """Look at everything that waits, in order; one worker at a time for each desk."""
    done = 0
    with _alone(DRAINING, actor.org_id) as first:
        while first and (claimed := actions.claim(actor, now=clock.now())):
            done += _taken(actor, claimed)
    return done


def _taken(actor: Actor, claimed: list[int]) -> int:
    """Look at them; a look that a full disk ended is none, or a full disk would have every mail held."""
    try:
        return actions.take(actor, claimed, now=clock.now())
    except (DatabaseError, OSError) as error:
        if is_full(error):
            actions.release(actor, claimed)
        raise


@jobs.job(POLL)
def poll(actor: Actor) -> None:
    """Have each mailbox of the desk that is due looked into, each by a job of its own: none waits for a slow one."""
    with acting(actor):
        for mailbox_id in queries.due_mailboxes(actor, now=clock.now()):
            jobs.defer(actor, FETCH, once=f"{FETCH}:{mailbox_id}", mailbox_id=mailbox_id)


@jobs.job(FETCH)
def fetch(actor: Actor, *, mailbox_id: int) -> int:
    """Keep what is new in a mailbox; one worker at a time for each."""
    with _alone(FETCHING, mailbox_id) as first:
        return fetching.fetch(actor, mailbox_id) if first else 0


def due_desks() -> list[tuple[Tier, int]]:
    """The desks that have a mailbox to look into now, by one look at an index."""
    with connection.cursor() as cursor:
        cursor.execute("select kind, org_id from channels_due_desks(%s)", [clock.now()])
        return [(cast(Tier, kind), org_id) for kind, org_id in cursor.fetchall()]


# What a lost announcement left behind is found by the clock.
jobs.every("* * * * *", DRAIN, tiers=("reseller",))
jobs.watch("* * * * * */15", POLL, find=due_desks)


@contextmanager
def _alone(space: int, key: int) -> Iterator[bool]:
    """Whether no other worker is at it; a killed worker's lock goes with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s, %s)", [space, key % 2**31])
        first = bool(cursor.fetchone()[0])
    try:
        yield first
    finally:
        if first and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s, %s)", [space, key % 2**31])
