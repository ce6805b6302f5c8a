"""Marks: *this changed*, told to open pages. Ids and a version, never content.

A room says on its plate who may hear of what (``MARKS``). A mark is a row written in the transaction of the change, so
that it is there when the change is, and not at all when that is rolled back. ``behalf live`` takes it and tells the
pages of the organization it names. No NOTIFY: it makes commits wait for each other's way to the disk, and halved the
writes over eight connections (docs/adr/0008).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from procrastinate.contrib.django import app

from behalf.kit.actor import Actor

TAKE = """
    delete from kit_marked where id in (select id from kit_marked order by id limit 1000 for update skip locked)
    returning topic, org_id, customer_id, about, version
"""


@dataclass(frozen=True)
class Topic:
    """What marks are about, and the right that hears them at the desk; ``customer``: the right of its customer."""

    name: str
    desk: str
    customer: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing of an organization that changed; ``about`` 0: many at once. ``customer_id`` 0: none of a customer's."""

    topic: str
    org_id: int
    customer_id: int
    about: int
    version: int


_topics: dict[str, Topic] = {}


def declare(topics: Iterable[Topic]) -> None:
    """Add a room's topics; saying the same twice changes nothing."""
    _topics.update({topic.name: topic for topic in topics})


def reaches(mark: Mark, actor: Actor) -> bool:
    """Whether this person may hear of it: one of its own desk, or of the customer it names; each by right."""
    topic = _topics.get(mark.topic)
    if topic is None:
        return False
    if actor.tier == "customer":
        return bool(topic.customer) and mark.customer_id == actor.org_id and actor.may(topic.customer)
    return mark.org_id == actor.org_id and actor.may(topic.desk)


def mark(actor: Actor, topic: str, about: int) -> None:
    """Tell the actor's own organization, and nobody else, when the present transaction is committed."""
    with connection.cursor() as cursor:
        cursor.execute("select behalf_mark(%s, %s)", [_topics[topic].name, about])


@app.periodic(cron="*/10 * * * *")
@app.task(name="marks.forget", queueing_lock="marks.forget", pass_context=False)
def forget(timestamp: int) -> None:
    """Where nobody takes them, marks do not pile up."""
    with connection.cursor() as cursor:
        cursor.execute("delete from kit_marked where at < now() - interval '10 minutes'")
