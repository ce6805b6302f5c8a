"""The journal as a file: page by page, each in a transaction of its own, so that its length costs no memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from behalf.audit import queries as audit
from behalf.audit.queries import JournalEntry
from behalf.customers import queries as customers
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from behalf.web.spreadsheet import Line, paged

CHUNK = 1000


def lines(actor: Actor, wanted: dict[str, Any]) -> Iterator[Line]:
    """The head and every entry that the filter leaves, the newest first."""
    yield _head(actor)
    yield from paged(lambda before: _chunk(actor, wanted, before))


def _chunk(actor: Actor, wanted: dict[str, Any], before: int | None) -> tuple[list[Line], int | None]:
    with translation.override(actor.language), acting(actor):
        found = audit.entries(actor, **wanted, before=before, limit=CHUNK)
        shown = found[:CHUNK]
        names = customers.names_of(actor, {row.customer_id for row in shown if row.customer_id})
        made = [_line(row, names) for row in shown]
    return made, shown[-1].id if len(found) > CHUNK else None


def _head(actor: Actor) -> Line:
    with translation.override(actor.language):
        return [
            _("Time (UTC)"), _("Person"), _("Address"), _("Deed"), _("Code"), _("Kind of thing"), _("Id"), _("Thing"),
            _("Customer"), _("Before"), _("After"), _("Reason"), _("Seal"), _("Digest"),
        ]  # fmt: skip


def _line(row: JournalEntry, names: dict[int, str]) -> Line:
    return [
        row.at.isoformat(timespec="seconds"),
        row.person_name,
        row.address,
        row.deed,
        row.what,
        row.subject_kind,
        row.subject_id,
        row.thing,
        names.get(row.customer_id or 0, ""),
        _json(row.before),
        _json(row.after),
        row.why,
        row.seal,
        row.digest,
    ]


def _json(value: object) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)
