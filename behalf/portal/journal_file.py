"""What was done for a customer, as a file: page by page, each in a transaction of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from behalf.audit import queries as audit
from behalf.audit.queries import JournalEntry
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from behalf.web.spreadsheet import Line, paged

CHUNK = 1000


def lines(actor: Actor) -> Iterator[Line]:
    """The head and every entry, the newest first."""
    yield _head(actor)
    yield from paged(lambda before: _chunk(actor, before))


def _chunk(actor: Actor, before: int | None) -> tuple[list[Line], int | None]:
    with translation.override(actor.language), acting(actor):
        found = audit.own_entries(actor, before=before, limit=CHUNK)
        shown = found[:CHUNK]
        made = [_line(row) for row in shown]
    return made, shown[-1].id if len(found) > CHUNK else None


def _head(actor: Actor) -> Line:
    with translation.override(actor.language):
        return [
            _("Time (UTC)"), _("Person"), _("Deed"), _("Thing"), _("Before"), _("After"), _("Reason"), _("Seal"),
            _("Digest"),
        ]  # fmt: skip


def _line(row: JournalEntry) -> Line:
    return [
        row.at.isoformat(timespec="seconds"),
        row.person_name,
        row.deed,
        row.thing,
        "" if row.before is None else json.dumps(row.before, ensure_ascii=False),
        "" if row.after is None else json.dumps(row.after, ensure_ascii=False),
        row.why,
        row.seal,
        row.digest,
    ]
