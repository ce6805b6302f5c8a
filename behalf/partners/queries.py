"""Reads of resellers: the operator sees all, a reseller itself, a customer the support profiles."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, NotFound
from behalf.kit.verbs import query
from behalf.partners import rules
from behalf.partners.models import Reseller, SupportProfile


@query("partners.standing")
def reseller(actor: Actor, reseller_id: int) -> Reseller:
    """A reseller by its organization's id; NotFound for a stranger."""
    found = Reseller.objects.visible_to(actor).filter(organization_id=reseller_id).first()
    if found is None:
        raise NotFound(_("There is no such reseller."))
    return found


@query("partners.standing")
def is_premium(actor: Actor, reseller_id: int) -> bool:
    """Whether the reseller has the agreement without which the operator works no case at severity A."""
    return reseller(actor, reseller_id).premium


@query("partners.standing")
def operator_id(actor: Actor) -> int:
    """The organization id of the operator: the actor's own, or the one that enrolled the actor's reseller."""
    return actor.org_id if actor.tier == "operator" else reseller(actor, actor.org_id).operator_id


@query("partners.standing")
def must_sell(actor: Actor) -> None:
    """Conflict when the operator has suspended the actor's reseller, which then sells nothing (P10)."""
    statuses = Reseller.objects.visible_to(actor).filter(organization_id=actor.org_id).values_list("status", flat=True)
    if not all(rules.may_sell(status) for status in statuses):
        raise Conflict(
            _("The operator has suspended your organization: it cannot add customers or change what they bought.")
        )


@query("partners.read")
def resellers(actor: Actor) -> list[Reseller]:
    """The operator's resellers, the oldest first."""
    return list(Reseller.objects.visible_to(actor).order_by("enrolled_at", "id"))


@query("partners.support")
def support_profile(actor: Actor, reseller_id: int) -> SupportProfile:
    """How to reach a reseller's support; NotFound for a stranger."""
    found = support_profiles(actor, [reseller_id])
    if not found:
        raise NotFound(_("There is no such reseller."))
    return found[reseller_id]


@query("partners.support")
def support_profiles(actor: Actor, reseller_ids: Iterable[int]) -> dict[int, SupportProfile]:
    """The support profiles of several resellers, by organization id."""
    rows = SupportProfile.objects.visible_to(actor).filter(organization_id__in=list(reseller_ids))
    return {row.organization_id: row for row in rows}
