"""Marks: *this changed*, told to open pages in the transaction of the change. Ids and a version, never content.

A room says on its plate who may hear of what (``MARKS``). A mark goes out by NOTIFY, so it arrives when the change is
committed and not at all when it is not. ``behalf live`` hears it and tells the pages of the organization it names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from behalf.kit.actor import Actor

CHANNEL = "behalf_marks"


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

    @property
    def payload(self) -> str:
        """How it travels: five words, far below the 8,000 bytes that NOTIFY takes."""
        return f"{self.topic} {self.org_id} {self.customer_id} {self.about} {self.version}"


_topics: dict[str, Topic] = {}


def declare(topics: Iterable[Topic]) -> None:
    """Add a room's topics; saying the same twice changes nothing."""
    _topics.update({topic.name: topic for topic in topics})


def read(payload: str) -> Mark | None:
    """The mark in a notification; None for what is none of ours."""
    topic, *rest = payload.split(" ")
    if topic not in _topics or len(rest) != 4 or not all(each.isdecimal() for each in rest):
        return None
    return Mark(topic, *(int(each) for each in rest))


def reaches(mark: Mark, actor: Actor) -> bool:
    """Whether this person may hear of it: one of its own desk, or of the customer it names; each by right."""
    topic = _topics[mark.topic]
    if actor.tier == "customer":
        return bool(topic.customer) and mark.customer_id == actor.org_id and actor.may(topic.customer)
    return mark.org_id == actor.org_id and actor.may(topic.desk)


def mark(actor: Actor, topic: str, about: int, *, version: int = 0) -> None:
    """Tell the actor's own organization, and nobody else, when the present transaction is committed."""
    with connection.cursor() as cursor:
        payload = Mark(_topics[topic].name, actor.org_id, 0, about, version).payload
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, payload])
