"""Reads of imported files; who may not import a kind does not see files of that kind either."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query
from behalf.subscriptions import rules
from behalf.subscriptions.models import ImportFile, ImportLine

PAGE = 100


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A file with its state and how many lines came to what."""

    id: int
    kind: str
    name: str
    sha256: str
    encoding: str
    state: str
    problem: str
    by_name: str
    received_at: datetime
    finished_at: datetime | None
    lines: int
    done: int
    outcomes: dict[str, int]


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of a file: its number there, what it is about, and what becomes of it."""

    number: int
    label: str
    outcome: str
    note: str
    done: bool


@query("imports.use")
def imports(actor: Actor) -> list[ImportRow]:
    """The newest 25 files of the kinds that this person may import."""
    rows = ImportFile.objects.visible_to(actor).defer("raw").filter(kind__in=_kinds(actor))
    return _rows(actor, list(rows.order_by("-id")[:25]))


@query("imports.use")
def import_file(actor: Actor, import_id: int) -> ImportRow:
    """One file; NotFound for a stranger and for who may not import its kind."""
    rows = ImportFile.objects.visible_to(actor).defer("raw").filter(kind__in=_kinds(actor), pk=import_id)
    found = _rows(actor, list(rows))
    if not found:
        raise NotFound(_("There is no such import."))
    return found[0]


@query("imports.use")
def lines(actor: Actor, import_id: int, *, outcome: str = "", after: int = 0) -> list[LineRow]:
    """The lines of a file from one line number on, one more than a page when there are more."""
    rows = ImportLine.objects.visible_to(actor).filter(file_id=import_id, number__gt=after)
    if outcome:
        rows = rows.filter(outcome=outcome)
    names = LineRow.__slots__
    return [LineRow(**values) for values in rows.order_by("number").values(*names)[: PAGE + 1]]


def _kinds(actor: Actor) -> list[str]:
    return rules.kinds_to_import(actor.may)


def _rows(actor: Actor, files: list[ImportFile]) -> list[ImportRow]:
    counted = (
        ImportLine.objects.visible_to(actor)
        .filter(file_id__in=[file.pk for file in files])
        .values("file_id", "outcome")
        .annotate(lines=Count("id"), finished=Count("id", filter=Q(done=True)))
        .order_by("file_id", "outcome")
    )
    of_file: dict[int, dict[str, tuple[int, int]]] = {}
    for row in counted:
        of_file.setdefault(row["file_id"], {})[row["outcome"]] = (row["lines"], row["finished"])
    return [_row(file, of_file.get(file.pk, {})) for file in files]


def _row(file: ImportFile, counts: dict[str, tuple[int, int]]) -> ImportRow:
    return ImportRow(
        id=file.pk,
        kind=file.kind,
        name=file.name,
        sha256=file.sha256,
        encoding=file.encoding,
        state=file.state,
        problem=file.problem,
        by_name=file.by_name,
        received_at=file.received_at,
        finished_at=file.finished_at,
        lines=sum(lines for lines, _done in counts.values()),
        done=sum(done for _lines, done in counts.values()),
        outcomes={outcome: lines for outcome, (lines, _done) in counts.items()},
    )
