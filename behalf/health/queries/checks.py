"""Recorded checks: who looked at which service of a customer, and what it showed then."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from behalf.health import words
from behalf.health.models import HealthCheck
from behalf.health.queries.rows import CheckRow
from behalf.health.rules import State
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query


@query("health.read_customer")
def recent_check(actor: Actor, *, account_id: int, service_id: int, since: datetime) -> CheckRow | None:
    """The last check of a customer's service that was recorded since then."""
    rows = HealthCheck.objects.visible_to(actor).filter(account_id=account_id, service_id=service_id, at__gte=since)
    found = rows.order_by("-at", "-id").first()
    return _row(found) if found else None


@query("health.read_customer")
def checks(
    actor: Actor, account_id: int, *, about: tuple[str, object] | None = None, limit: int = 25
) -> list[CheckRow]:
    """The last checks of a customer's services, all or those recorded for one thing (kind, id); the latest first."""
    rows = HealthCheck.objects.visible_to(actor).filter(account_id=account_id)
    if about is not None:
        rows = rows.filter(about_kind=about[0], about_id=str(about[1]))
    return [_row(row) for row in rows.order_by("-id")[:limit]]


@query("health.read_customer")
def check(actor: Actor, check_id: int) -> CheckRow:
    """One recorded check; NotFound for a stranger."""
    found = HealthCheck.objects.visible_to(actor).filter(pk=check_id).first()
    if found is None:
        raise NotFound(_("There is no such check."))
    return _row(found)


def _row(row: HealthCheck) -> CheckRow:
    return CheckRow(
        id=row.pk,
        account_id=row.account_id,
        service_id=row.service_id,
        state=State(row.state),
        seen=words.seen(row.state),
        snapshot=row.snapshot,
        about=(row.about_kind, row.about_id, row.about_label),
        person=row.person_name,
        at=row.at,
    )
