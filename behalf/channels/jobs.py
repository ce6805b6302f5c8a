"""The clock's door: mail is fetched, what came is looked at batch by batch, and robots tell their groups."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import LiteralString, cast

from django.db import DatabaseError, connection

from behalf.channels import actions, fetching, queries
from behalf.channels.actions.arriving import DRAIN
from behalf.channels.actions.telling import TELL
from behalf.connectors import registry, robots
from behalf.kit import clock, jobs
from behalf.kit.actor import Actor, Tier
from behalf.kit.room_left import is_full
from behalf.kit.tenancy import acting

DRAINING, FETCHING = 7_120, 7_121  # advisory locks; the second key is the desk or the mailbox
POLL = "channels.poll"
FETCH = "channels.fetch"
ROBOTS = "channels.robots"


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


@jobs.job(ROBOTS)
def tell_all(actor: Actor) -> None:
    """Have each robot of the desk that has something to tell do so, each by a job of its own."""
    with acting(actor):
        for robot_id in queries.due_robots(actor, now=clock.now()):
            jobs.defer(actor, TELL, once=f"{TELL}:{robot_id}", robot_id=robot_id)


@jobs.job(TELL)
def tell(actor: Actor, *, robot_id: int) -> int:
    """Send one message with what waits for a group; answers how many notices it brought."""
    try:
        telling = actions.begin_telling(actor, robot_id, now=clock.now())
        if telling is None:
            return 0
        registry.robot_port(telling.provider).send(telling.robot, telling.message)
    except robots.Trouble as trouble:
        actions.fail_telling(actor, robot_id, trouble=trouble, now=clock.now())
        return 0
    actions.end_telling(actor, robot_id, notices=telling.notices, now=clock.now())
    return len(telling.notices)


def robot_desks() -> list[tuple[Tier, int]]:
    """The desks that have a group to tell something now, by one look at an index."""
    return _desks("select kind, org_id from channels_robot_desks(%s)")


def due_desks() -> list[tuple[Tier, int]]:
    """The desks that have a mailbox to look into now, by one look at an index."""
    return _desks("select kind, org_id from channels_due_desks(%s)")


def _desks(question: LiteralString) -> list[tuple[Tier, int]]:
    with connection.cursor() as cursor:
        cursor.execute(question, [clock.now()])
        return [(cast(Tier, kind), org_id) for kind, org_id in cursor.fetchall()]


# What a lost announcement left behind is found by the clock.
jobs.every("* * * * *", DRAIN, tiers=("reseller",))
jobs.watch("* * * * * */15", POLL, find=due_desks)
# What waited for the robot's hours, for a new try, or behind the message before.
jobs.watch("* * * * * */15", ROBOTS, find=robot_desks)


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
