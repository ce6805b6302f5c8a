"""The on-behalf record: every step that an agent took for a customer, as both sides read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from behalf.administration import baseline, deciding
from behalf.administration.baseline import Setting
from behalf.administration.models import SettingChange, Step
from behalf.connectors.ports import SettingValue
from behalf.kit.actor import Actor
from behalf.kit.verbs import query


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of the record; of a correction with the values before and after and what was read back."""

    id: int
    at: datetime
    kind: str
    note: str
    service: str
    by: str
    why: str
    setting: Setting | None = None
    before: SettingValue | None = None
    wanted: SettingValue | None = None
    found: SettingValue | None = None
    found_at: datetime | None = None
    outcome: str = ""
    undone: bool = False


@query("administration.read")
def steps(
    actor: Actor, account_id: int, *, session_id: int | None = None, before: int | None = None, limit: int = 25
) -> list[StepRow]:
    """The record at one customer, or of one session, the latest first; one more than ``limit`` when more is older."""
    rows = Step.objects.visible_to(actor).filter(account_id=account_id)
    if session_id is not None:
        rows = rows.filter(session_id=session_id)
    return _page(actor, rows, before, limit)


@query("delegation.own")
def on_behalf_record(actor: Actor, *, before: int | None = None, limit: int = 25) -> list[StepRow]:
    """What partners did for the signed-in customer, the latest first; one more than ``limit`` when there is more."""
    return _page(actor, Step.objects.visible_to(actor), before, limit)


def _page(actor: Actor, rows: models.QuerySet[Step], before: int | None, limit: int) -> list[StepRow]:
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = rows.select_related("service", "session", "change").order_by("-pk")[: limit + 1]
    return [_row(row, row.change, actor) for row in found]


def _row(row: Step, change: SettingChange | None, actor: Actor) -> StepRow:
    line = StepRow(
        id=row.pk,
        at=row.at,
        kind=row.kind,
        note=row.note,
        service=row.service.named(actor.language),
        by=row.by_name,
        why=row.session.why,
    )
    if change is None:
        return line
    return StepRow(
        id=line.id,
        at=line.at,
        kind=line.kind,
        note=line.note,
        service=line.service,
        by=line.by,
        why=line.why,
        setting=baseline.setting(row.service.code, change.key),
        before=deciding.unpacked(change.before),
        wanted=deciding.unpacked(change.wanted),
        found=deciding.unpacked(change.found),
        found_at=change.found_at,
        outcome=change.outcome,
        undone=change.undone_at is not None,
    )
