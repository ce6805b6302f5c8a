"""Keeping what was read of a service's settings, with what the baseline says of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from behalf.administration import baseline, deciding, rules
from behalf.administration.models import OnBehalfSession, SettingChange, SettingState
from behalf.connectors.ports import SettingReading

Readings = Mapping[str, SettingReading]


def store(
    about: OnBehalfSession | SettingChange,
    code: str,
    readings: Readings | None,
    *,
    trouble: str = "",
    now: datetime,
) -> None:
    """Write down the state of every setting that the baseline knows of a service, in one statement."""
    rows = [_state(about, setting, readings, trouble=trouble, now=now) for setting in baseline.settings_of(code)]
    SettingState.objects.everywhere(reason="writes rows of the session's own account").bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["account", "service", "key"],
        update_fields=["value", "etag", "error", "state", "judged_by", "read_at"],
    )


def _state(
    about: OnBehalfSession | SettingChange,
    setting: baseline.Setting,
    readings: Readings | None,
    *,
    trouble: str,
    now: datetime,
) -> SettingState:
    reading = None if readings is None else readings.get(setting.key)
    error = trouble if readings is None else reading.error if reading else "not_reported"
    return SettingState(
        reseller_id=about.reseller_id,
        customer_id=about.customer_id,
        account_id=about.account_id,
        service_id=about.service_id,
        key=setting.key,
        value=deciding.packed(reading.value) if reading else None,
        etag=(reading.etag if reading else None) or "",
        error=(error or "")[:300],
        state=rules.judge(setting, reading),
        judged_by=baseline.VERSION,
        read_at=now,
    )
