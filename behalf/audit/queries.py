"""Reads of the journal: an organization's own, and what of others' a customer may see. Newest first, by key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from behalf.audit import deeds, fields, reading, rules, values
from behalf.audit.models import Entry
from behalf.audit.reading import Kept, Line, Names, word
from behalf.kit.actor import Actor
from behalf.kit.verbs import query

__all__ = [
    "BRIEF", "BRIEF_LINES", "LIMIT", "JournalEntry", "Kept", "Line", "Names", "entries", "kinds", "own_entries",
    "word",
]  # fmt: skip

LIMIT = 50
BRIEF_LINES, BRIEF = 4, 100

_COLUMNS = (
    "id", "org_id", "customer_id", "for_customer", "at", "person_id", "person_name", "what", "subject_kind",
    "subject_id", "subject_label", "before", "after", "why", "address", "digest",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """An entry with its place in the chain; ``seal`` is None while it waits to be sealed."""

    id: int
    org_id: int
    customer_id: int | None
    for_customer: bool
    at: datetime
    person_id: int | None
    person_name: str
    what: str
    subject_kind: str
    subject_id: str
    subject_label: str
    before: Any
    after: Any
    why: str
    address: str
    digest: str
    seal: int | None

    names: Names
    to_customer: bool

    @property
    def deed(self) -> str:
        """What was done, in the reader's words."""
        return deeds.named(self.what, to_customer=self.to_customer)

    @property
    def thing(self) -> str:
        """To what it was done, by the name that the reader knows; else as it was called then."""
        subject = reading.subject(self.subject_kind)
        told = subject.label(self) if subject else None
        return told or self.names.get(self.subject_label, self.subject_label)

    @property
    def changes(self) -> list[Line]:
        """What it changed, as lines of sign, name and value, both in the reader's words."""
        subject = reading.subject(self.subject_kind)
        told = subject.lines(self) if subject else None
        return self._fields() if told is None else told

    @property
    def is_brief(self) -> bool:
        """Whether what it changed is read at a glance."""
        return len(self.changes) <= BRIEF_LINES and all(len(value) <= BRIEF for _sign, _name, value in self.changes)

    def _fields(self) -> list[Line]:
        lines = rules.difference(self.before, self.after)
        return [
            (sign, fields.named(name, self.names), values.said(name, value, self.names)) for sign, name, value in lines
        ]


@query("audit.read")
def kinds(actor: Actor) -> dict[str, str]:
    """Every kind of entry there can be, in the reader's words."""
    return deeds.deeds()


@query("audit.read")
def entries(
    actor: Actor,
    *,
    what: str = "",
    person_id: int | None = None,
    customer_id: int | None = None,
    subject: tuple[str, str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int = LIMIT,
) -> list[JournalEntry]:
    """The organization's journal, one more than ``limit`` when there are older entries, which begin ``before`` it.

    subject: (kind, id) of the thing that it was done to; since: from this instant on; until: before this instant.
    """
    rows = Entry.objects.visible_to(actor)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    if subject is not None:
        rows = rows.filter(subject_kind=subject[0], subject_id=subject[1])
    return _page(actor, rows, what=what, since=since, until=until, before=before, limit=limit)


@query("audit.own")
def own_entries(
    actor: Actor,
    *,
    what: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int = LIMIT,
) -> list[JournalEntry]:
    """What the customer's partners did for it, and what it did at their desks; paged as ``entries`` is."""
    rows = Entry.objects.visible_to(actor)
    return _page(actor, rows, what=what, since=since, until=until, before=before, limit=limit)


def _page(
    actor: Actor,
    rows: QuerySet[Entry],
    *,
    what: str,
    since: datetime | None,
    until: datetime | None,
    before: int | None,
    limit: int,
) -> list[JournalEntry]:
    if what:
        rows = rows.filter(what=what)
    if since is not None:
        rows = rows.filter(at__gte=since)
    if until is not None:
        rows = rows.filter(at__lt=until)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-id").values(*_COLUMNS)[: limit + 1])
    seals = _seals([row["id"] for row in found])
    names = reading.names(actor) if found else {}
    to_customer = actor.tier == "customer"
    return [JournalEntry(**row, seal=seals.get(row["id"]), names=names, to_customer=to_customer) for row in found]


def _seals(entry_ids: list[int]) -> dict[int, int]:
    """The places of entries in the chain; asked through a function that answers for visible entries only."""
    if not entry_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("select entry_id, seq from audit_seals(%s)", [entry_ids])
        return dict(cursor.fetchall())
