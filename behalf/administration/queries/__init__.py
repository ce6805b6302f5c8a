"""Every read of administration."""

from behalf.administration.queries.delegation import delegations, own_delegation, own_delegations
from behalf.administration.queries.record import StepRow, on_behalf_record, steps
from behalf.administration.queries.services import (
    ServiceRow,
    Tenant,
    administered,
    findings,
    has_settings,
    service,
    sold,
    tenant,
    tenant_of_change,
)
from behalf.administration.queries.sessions import SessionRow, open_session, open_sessions, sessions
from behalf.administration.queries.settings import (
    ChangeRow,
    SettingRow,
    change,
    changes,
    looked_at_settings_since,
    open_ends,
    setting,
    setting_of_change,
    settings,
    unsettled,
)

__all__ = [
    "ChangeRow",
    "ServiceRow",
    "SessionRow",
    "SettingRow",
    "StepRow",
    "Tenant",
    "administered",
    "change",
    "changes",
    "delegations",
    "findings",
    "has_settings",
    "looked_at_settings_since",
    "on_behalf_record",
    "open_ends",
    "open_session",
    "open_sessions",
    "own_delegation",
    "own_delegations",
    "service",
    "sessions",
    "setting",
    "setting_of_change",
    "settings",
    "sold",
    "steps",
    "tenant",
    "tenant_of_change",
    "unsettled",
]
