"""Who may administer what for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _

from behalf.administration.models import Delegation
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query
from behalf.partners import queries as partners


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """The latest word on one service of one account: delegated, or taken back."""

    id: int
    account_id: int
    reseller_id: int
    reseller: str
    service_id: int
    service: str
    role: str
    granted_at: datetime
    granted_by: str
    removed_at: datetime | None
    removed_by: str


@query("administration.read")
def delegations(actor: Actor, account_id: int) -> list[DelegationRow]:
    """The reseller's delegations at one customer, those taken back included, in the catalogue's order."""
    return _latest(actor, Delegation.objects.visible_to(actor).filter(account_id=account_id), {})


@query("delegation.own")
def own_delegations(actor: Actor) -> list[DelegationRow]:
    """What the signed-in customer's partners may administer, partner by partner."""
    rows = Delegation.objects.visible_to(actor)
    resellers = set(rows.values_list("reseller_id", flat=True))
    names = {pk: profile.name for pk, profile in partners.support_profiles(actor, resellers).items()}
    return sorted(_latest(actor, rows, names), key=lambda row: row.account_id)


@query("delegation.own")
def own_delegation(actor: Actor, delegation_id: int) -> DelegationRow:
    """One of the customer's delegations; NotFound for a stranger."""
    found = [row for row in own_delegations(actor) if row.id == delegation_id]
    if not found:
        raise NotFound(_("There is no such right."))
    return found[0]


def _latest(actor: Actor, rows: models.QuerySet[Delegation], names: dict[int, str]) -> list[DelegationRow]:
    newest: dict[tuple[int, int], Delegation] = {}
    for row in rows.select_related("service").order_by("service__place", "service_id", "pk"):
        newest[(row.account_id, row.service_id)] = row
    return [
        DelegationRow(
            id=row.pk,
            account_id=row.account_id,
            reseller_id=row.reseller_id,
            reseller=names.get(row.reseller_id, ""),
            service_id=row.service_id,
            service=row.service.named(actor.language),
            role=row.role,
            granted_at=row.granted_at,
            granted_by=row.granted_by_name,
            removed_at=row.removed_at,
            removed_by=row.removed_by_name,
        )
        for row in newest.values()
    ]
