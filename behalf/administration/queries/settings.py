"""Settings as last read, and the corrections made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _

from behalf.administration import baseline, deciding, rules
from behalf.administration.baseline import Setting
from behalf.administration.models import SettingChange, SettingState, Step
from behalf.connectors.ports import SettingValue
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A correction with everything that became of it."""

    id: int
    service_id: int
    setting: Setting
    before: SettingValue | None
    wanted: SettingValue | None
    found: SettingValue | None
    found_at: datetime | None
    outcome: str
    trouble: str
    agent_name: str
    why: str
    planned_at: datetime
    written_at: datetime | None
    undoes_id: int | None
    undone_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether its outcome is not known yet."""
        return self.outcome in deciding.UNSETTLED


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting of a customer: what it is, what the baseline says, and the last correction of it."""

    id: int
    setting: Setting
    value: SettingValue | None
    etag: str
    state: str
    error: str
    read_at: datetime
    last: ChangeRow | None

    @property
    def is_finding(self) -> bool:
        """Whether it asks for a correction."""
        return rules.is_finding(rules.State(self.state))


_WORST_FIRST = (rules.State.MISSING, rules.State.WEAK, rules.State.COULD_NOT_READ, rules.State.FINE)


@query("administration.read")
def settings(actor: Actor, account_id: int, service_id: int) -> list[SettingRow]:
    """The settings of a service as last read, what asks for a correction on top; empty before the first look."""
    rows = SettingState.objects.visible_to(actor).filter(account_id=account_id, service_id=service_id)
    last = {row.setting.key: row for row in reversed(_changes(actor, account_id, service_id, each_latest=True))}
    found = [
        _setting_row(row, known, last.get(row.key))
        for row, known in ((row, baseline.setting(row.service.code, row.key)) for row in rows.select_related("service"))
        if known is not None
    ]
    order = {
        known.key: place for row in found[:1] for place, known in enumerate(baseline.settings_of(row.setting.service))
    }
    return sorted(found, key=lambda row: (_WORST_FIRST.index(rules.State(row.state)), order[row.setting.key]))


@query("administration.read")
def setting(actor: Actor, account_id: int, service_id: int, setting_id: int) -> SettingRow:
    """One setting as last read; NotFound for a stranger's."""
    found = [row for row in settings(actor, account_id, service_id) if row.id == setting_id]
    if not found:
        raise NotFound(_("There is no such setting."))
    return found[0]


@query("administration.read")
def changes(actor: Actor, account_id: int, service_id: int, *, limit: int = 10) -> list[ChangeRow]:
    """The latest corrections in a service, the newest first."""
    return _changes(actor, account_id, service_id)[:limit]


@query("administration.read")
def change(actor: Actor, account_id: int, service_id: int, change_id: int) -> ChangeRow:
    """One correction; NotFound for a stranger's."""
    rows = SettingChange.objects.visible_to(actor).filter(account_id=account_id, service_id=service_id, pk=change_id)
    found = _rows(rows)
    if not found:
        raise NotFound(_("There is no such correction."))
    return found[0]


@query("administration.read")
def setting_of_change(actor: Actor, account_id: int, service_id: int, change_id: int) -> SettingRow | None:
    """The setting that a correction was about, as last read."""
    key = change(actor, account_id, service_id, change_id).setting.key
    return next((row for row in settings(actor, account_id, service_id) if row.setting.key == key), None)


@query("administration.read")
def open_ends(actor: Actor, account_id: int, service_id: int) -> list[int]:
    """The last corrections of settings whose outcome is not known or was not as written."""
    latest = SettingChange.objects.visible_to(actor).filter(account_id=account_id, service_id=service_id)
    ends = (*deciding.UNSETTLED, deciding.Outcome.NOT_VERIFIED)
    rows = latest.order_by("key", "-pk").distinct("key").values_list("id", "outcome", "undone_at")
    return [pk for pk, outcome, undone_at in rows if outcome in ends and undone_at is None]


@query("administration.read")
def unsettled(actor: Actor, change_id: int) -> SettingChange | None:
    """A correction whose outcome is still open; None when it is known."""
    rows = SettingChange.objects.visible_to(actor).filter(pk=change_id, outcome__in=deciding.UNSETTLED)
    return rows.first()


@query("administration.read")
def looked_at_settings_since(actor: Actor, account_id: int, service_id: int, since: datetime) -> datetime | None:
    """When somebody of ours last read the settings of a service with success, if that was after ``since``."""
    rows = Step.objects.visible_to(actor).filter(
        account_id=account_id, service_id=service_id, kind=Step.Kind.READ_SETTINGS, note="", at__gte=since
    )
    return rows.order_by("-at").values_list("at", flat=True).first()


def _changes(actor: Actor, account_id: int, service_id: int, *, each_latest: bool = False) -> list[ChangeRow]:
    rows = SettingChange.objects.visible_to(actor).filter(account_id=account_id, service_id=service_id)
    if each_latest:
        rows = rows.order_by("key", "-pk").distinct("key")
        return _rows(rows)
    return _rows(rows.order_by("-pk")[:50])


def _rows(rows: models.QuerySet[SettingChange]) -> list[ChangeRow]:
    return [
        _change_row(row, known)
        for row in rows.select_related("service", "session")
        if (known := baseline.setting(row.service.code, row.key)) is not None
    ]


def _setting_row(row: SettingState, known: Setting, last: ChangeRow | None) -> SettingRow:
    return SettingRow(
        id=row.pk,
        setting=known,
        value=deciding.unpacked(row.value),
        etag=row.etag,
        state=row.state,
        error=row.error,
        read_at=row.read_at,
        last=last,
    )


def _change_row(row: SettingChange, known: Setting) -> ChangeRow:
    return ChangeRow(
        id=row.pk,
        service_id=row.service_id,
        setting=known,
        before=deciding.unpacked(row.before),
        wanted=deciding.unpacked(row.wanted),
        found=deciding.unpacked(row.found),
        found_at=row.found_at,
        outcome=row.outcome,
        trouble=row.trouble,
        agent_name=row.agent_name,
        why=row.session.why,
        planned_at=row.planned_at,
        written_at=row.written_at,
        undoes_id=row.undoes_id,
        undone_at=row.undone_at,
    )
