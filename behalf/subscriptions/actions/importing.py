"""A file's way in: kept as it came, tried without effect, then done line by line; again, it changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.identity import queries as identity
from behalf.kit import jobs
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotFound
from behalf.kit.verbs import action, require
from behalf.subscriptions import tables
from behalf.subscriptions.actions._lines import Done, Values, do
from behalf.subscriptions.models import ImportFile, ImportLine
from behalf.subscriptions.rules import RIGHT_TO_IMPORT

CHECK, RUN = "subscriptions.check_import", "subscriptions.run_import"
BATCH = 500
LARGEST = 5 * 1024 * 1024
State = ImportFile.State


@action("imports.use")
def receive(actor: Actor, *, kind: str, name: str, raw: bytes, now: datetime) -> int:
    """Keep a file exactly as it came, before anything is read from it; the check follows by a job."""
    require(actor, RIGHT_TO_IMPORT[kind])
    if not raw:
        raise Invalid(_("The file is empty."), field="file")
    if len(raw) > LARGEST:
        raise Invalid(_("The file is larger than 5 MB. Split it."), field="file")
    row = ImportFile(
        org_id=actor.org_id,
        kind=kind,
        name=name[:200],
        raw=raw,
        sha256=hashlib.sha256(raw).hexdigest(),
        by_id=actor.person_id,
        by_name=actor.name,
        received_at=now,
    )
    row.save(force_insert=True)
    _record(actor, row, "imports.received", {"kind": kind, "sha256": row.sha256, "bytes": len(raw)}, now)
    jobs.defer(actor, CHECK, import_id=row.pk)
    return row.pk


@action("imports.work")
def check(actor: Actor, import_id: int, *, now: datetime) -> None:
    """The dry run: every line is really done, its outcome kept, and all of it rolled back."""
    row = _locked(actor, import_id)
    asker = _asker(actor, row)
    if row.state != State.RECEIVED or _stopped(row, asker, now):
        return
    with translation.override(asker.language):
        try:
            text, row.encoding = tables.decode(bytes(row.raw))
            lines = tables.lines(text, row.kind)
        except Invalid as refusal:
            row.state, row.problem, row.finished_at = State.UNREADABLE, refusal.message, now
            row.save(update_fields=["state", "problem", "encoding", "finished_at"])
            return
        with transaction.atomic():
            batches = (lines[first : first + BATCH] for first in range(0, len(lines), BATCH))
            done = [each for batch in batches for each in do(asker, row.kind, [line.values for line in batch], now)]
            transaction.set_rollback(True)
    ImportLine.objects.visible_to(actor).bulk_create(
        ImportLine(
            org_id=actor.org_id,
            file=row,
            number=line.number,
            label=_label(line.values),
            values=line.values,
            outcome=outcome,
            note=note,
        )
        for line, (outcome, note) in zip(lines, done, strict=True)
    )
    row.state = State.CHECKED
    row.save(update_fields=["state", "encoding"])


@action("imports.use")
def start(actor: Actor, import_id: int, *, now: datetime) -> None:
    """Do what the dry run showed; who starts it must have the right for its kind."""
    row = _locked(actor, import_id)
    require(actor, RIGHT_TO_IMPORT[row.kind])
    if row.state != State.CHECKED:
        raise Conflict(_("This file is not waiting to be imported."))
    row.state, row.by_id, row.by_name = State.RUNNING, actor.person_id or row.by_id, actor.name
    row.save(update_fields=["state", "by_id", "by_name"])
    _record(actor, row, "imports.started", {"kind": row.kind}, now)
    jobs.defer(actor, RUN, import_id=row.pk)


@action("imports.work")
def run(actor: Actor, import_id: int, *, now: datetime) -> None:
    """Do the next lines; a lost job does them again, and a line is done once."""
    row = _locked(actor, import_id)
    asker = _asker(actor, row)
    if row.state != State.RUNNING or _stopped(row, asker, now):
        return
    waiting = ImportLine.objects.visible_to(actor).filter(file=row, done=False).order_by("number")
    batch = list(waiting[:BATCH])
    with translation.override(asker.language):
        done = do(asker, row.kind, [line.values for line in batch], now)
    _keep(actor, batch, done)
    if len(batch) == BATCH:
        jobs.defer(actor, RUN, import_id=row.pk)
        return
    row.state, row.finished_at = State.DONE, now
    row.save(update_fields=["state", "finished_at"])
    _record(asker, row, "imports.done", {"kind": row.kind}, now)


def _keep(actor: Actor, batch: Sequence[ImportLine], done: Sequence[Done]) -> None:
    """Keep what became of the lines; for most of them that is what the dry run said."""
    otherwise: list[ImportLine] = []
    for line, (outcome, note) in zip(batch, done, strict=True):
        if (line.outcome, line.note) != (outcome, note):
            line.outcome, line.note = outcome, note
            otherwise.append(line)
    rows = ImportLine.objects.visible_to(actor)
    rows.bulk_update(otherwise, ["outcome", "note"])
    rows.filter(pk__in=[line.pk for line in batch]).update(done=True)


def _asker(actor: Actor, row: ImportFile) -> Actor:
    """The person who brought the file, with the roles they have now: a file may do no more than its bringer."""
    for colleague in identity.colleagues(actor):
        if colleague.person_id == row.by_id:
            return replace(
                actor,
                person_id=colleague.person_id,
                name=colleague.name,
                roles=colleague.roles,
                language=colleague.language,
            )
    return replace(actor, roles=frozenset())


def _stopped(row: ImportFile, asker: Actor, now: datetime) -> bool:
    """Whether the import ends here, since its bringer no longer has the right."""
    if asker.may(RIGHT_TO_IMPORT[row.kind]):
        return False
    row.state, row.finished_at = State.STOPPED, now
    row.problem = _("%(person)s may no longer do this.") % {"person": row.by_name}
    row.save(update_fields=["state", "problem", "finished_at"])
    return True


def _label(values: Values) -> str:
    parts = [values.get(field, "") for field in ("company", "name", "offer", "domain", "email")]
    return " · ".join(part for part in parts if part)[:300]


def _locked(actor: Actor, import_id: int) -> ImportFile:
    row = ImportFile.objects.visible_to(actor).select_for_update().filter(pk=import_id).first()
    if row is None:
        raise NotFound(_("There is no such import."))
    return row


def _record(actor: Actor, row: ImportFile, what: str, after: dict[str, object], now: datetime) -> None:
    audit.record(actor, what, subject=("import", row.pk, row.name), after=after, at=now)
