"""What is shown as the conversation: messages with their files, and the lines of the timeline, in one order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from behalf.cases import clocks, rules, sentences
from behalf.cases.calls import Call
from behalf.cases.clocks import Fact
from behalf.cases.models import Attachment, Case, CaseEvent, Message
from behalf.cases.queries._facts import facts_from
from behalf.cases.queries._family import family_of
from behalf.catalog import queries as catalog
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound

SILENT = ("opened", "handed", "answered")  # the head of the page and its clock bar show these


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as the thread shows it."""

    id: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Download:
    """A file with its content, for a door to send; ``kind`` is its media type."""

    name: str
    kind: str
    content: bytes

    @classmethod
    def of(cls, rows: QuerySet[Attachment]) -> Download:
        """The one file among these rows; NotFound when the reader's gate let none through, or it is not kept."""
        row = rows.first()
        if row is None or not default_storage.exists(row.path):
            raise NotFound(_("There is no such file."))
        with default_storage.open(row.path) as file:
            return cls(row.name, rules.TYPES[rules.ending(row.name)], file.read())


@dataclass(frozen=True, slots=True)
class Entry:
    """A message, a note or an event; ``kind`` says which: ``message``, ``note`` or the event's own kind."""

    kind: str
    id: int
    at: datetime
    party: str
    name: str
    body: str = ""
    is_public: bool = True
    facts: dict[str, Any] = field(default_factory=dict)
    files: tuple[FileRow, ...] = ()
    to_customer: bool = False
    came_from: int | None = None  # the case that was merged into this one
    call: Call | None = None

    @property
    def is_event(self) -> bool:
        """Whether it happened, rather than was said."""
        return self.kind not in ("message", "note")

    @property
    def icon(self) -> str:
        """The symbol of what happened."""
        return sentences.icon_of(self.kind)

    @property
    def sentence(self) -> str:
        """What happened, in the reader's language."""
        return sentences.sentence(self.kind, self.name, self.facts, to_customer=self.to_customer)


class Conversation:
    """The thread of one case and the moments at which it changed hands, as far as the actor may see them.

    What was said on cases that were merged into it (``family``, when the caller knows it) belongs to it.
    Without ``background`` it is what was said with the customer and the case's own way.
    """

    def __init__(
        self, actor: Actor, case_id: int, *, background: bool = True, family: Sequence[int] | None = None
    ) -> None:
        self._actor, self._background, self._case_id = actor, background, case_id
        cases = family_of(case_id) if family is None else family
        self._files = _files(actor, cases)
        self._events = list(CaseEvent.objects.visible_to(actor).filter(case_id__in=cases).order_by("id"))
        messages = Message.objects.visible_to(actor).filter(case_id__in=cases).order_by("id")
        if not background:
            messages = messages.exclude(party=rules.OPERATOR)
        self.entries = sorted([*map(self._said, messages), *self._happened()], key=lambda entry: entry.at)

    def facts(self, case: Case) -> list[Fact]:
        """The events that move the case's clocks; without the background, the operator's hand is ours.

        What was merged into it had a way of its own.
        """
        own = (row for row in self._events if row.case_id == self._case_id)
        rows = ((row.kind, row.at, row.holder, row.facts, row.key) for row in own)
        facts = facts_from(case, (row for row in rows if row[0] in clocks.MOVING or row[2] is not None))
        if self._background:
            return facts
        return [replace(fact, holder=rules.US) if fact.holder == rules.OPERATOR else fact for fact in facts]

    def _said(self, row: Message) -> Entry:
        came_from = row.case_id if row.case_id != self._case_id else None
        return Entry(
            "note" if row.is_note else "message", row.pk, row.at, row.party, row.author_name, row.body,
            row.is_public, {}, tuple(self._files[row.pk]), came_from=came_from, call=Call.of(row.call),
        )  # fmt: skip

    def _happened(self) -> list[Entry]:
        shown = [
            row
            for row in self._events
            if row.kind not in SILENT
            and (self._background or row.kind not in sentences.BACKGROUND)
            and (row.kind != "merged" or row.case_id == self._case_id)
        ]
        names = catalog.service_names(self._actor) if any("service" in row.facts for row in shown) else {}
        to_customer = self._actor.tier == "customer"
        return [
            Entry(
                row.kind, row.pk, row.at, row.party, row.by_name, is_public=row.is_public, facts=_read(row, names),
                to_customer=to_customer,
            )
            for row in shown
        ]  # fmt: skip


def _read(row: CaseEvent, names: Mapping[int | str, str]) -> dict[str, Any]:
    """The facts, with a service by the name that the reader knows."""
    service = row.facts.get("service")
    return {**row.facts, "service": names.get(service, service)} if service else row.facts


def _files(actor: Actor, cases: Sequence[int]) -> dict[int, list[FileRow]]:
    found: dict[int, list[FileRow]] = defaultdict(list)
    rows = Attachment.objects.visible_to(actor).filter(case_id__in=cases).order_by("id")
    for message_id, pk, name, size in rows.values_list("message_id", "id", "name", "size"):
        found[message_id].append(FileRow(pk, name, size))
    return found
