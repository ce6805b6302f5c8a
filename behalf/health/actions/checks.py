"""Recording that somebody looked: the first step of support, and what an escalation asks for (P24)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.customers import queries as customers
from behalf.customers.models import whose
from behalf.health import queries
from behalf.health.events import HealthChecked
from behalf.health.models import DAY_SIGN, HealthCheck
from behalf.health.queries import BoardRow, MaintenanceRow
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.events import announce
from behalf.kit.verbs import action


@action("health.check")
def check(
    actor: Actor,
    *,
    account_id: int,
    service_ids: Collection[int] | None = None,
    about: tuple[str, object, str] | None = None,
    now: datetime,
) -> list[int]:
    """Keep what the customer's board shows now, a check for each service (default: all that the customer has).

    about: what it was looked at for, as (kind, id, label), such as ("case", 7, "SH-10482"). Returns the checks' ids.
    """
    account = customers.account(actor, account_id)
    rows = queries.board_of(actor, account_id, now=now)
    wanted = [row for row in rows if service_ids is None or row.service_id in service_ids]
    if not wanted or len(wanted) < len(set(service_ids or ())):
        raise NotFound(_("The customer does not subscribe to this service."))
    kind, identifier, label = about or ("", "", "")
    checks = [
        HealthCheck(
            **whose(account),
            service_id=row.service_id,
            state=row.state,
            snapshot=_snapshot(row, now),
            about_kind=kind,
            about_id=str(identifier),
            about_label=label[:200],
            person_id=actor.person_id,
            person_name=actor.name,
            at=now,
        )
        for row in wanted
    ]
    for each in checks:
        each.save(force_insert=True)
        announce(actor, HealthChecked(each.pk, account_id, each.service_id, kind, str(identifier), now))
    audit.record(
        actor,
        "health.checked",
        subject=("account", account_id, account.name),
        customer_id=account.customer_id,
        for_customer=True,
        after={row.name: row.state for row in wanted},
        why=label,
        at=now,
    )
    return [each.pk for each in checks]


def _snapshot(row: BoardRow, now: datetime) -> dict[str, Any]:
    """What the board showed, as plain JSON that can be read for good."""
    return {
        "at": now.isoformat(),
        "service": row.name,
        "state": row.state,
        "since": row.since.isoformat() if row.since else None,
        "regions": {region.name or "": region.state for region in row.regions},
        "availability": row.availability,
        "days": "".join(DAY_SIGN[level] for level in row.days),
        "incidents": [
            {
                "id": incident.id,
                "code": incident.code,
                "kind": incident.kind,
                "title": incident.title,
                "state": incident.state,
                "began_at": incident.began_at.isoformat(),
            }
            for incident in row.incidents
        ],
        "maintenance": _work(row.maintenance) if row.maintenance else None,
    }


def _work(work: MaintenanceRow) -> dict[str, Any]:
    return {
        "id": work.id,
        "code": work.code,
        "title": work.title,
        "stage": work.stage,
        "starts_at": work.starts_at.isoformat(),
        "ends_at": work.ends_at.isoformat(),
    }
