"""What the machinery asks of identity: organizations by tier, and the Actor of a signed-in person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from behalf.identity.models import Membership, Organization
from behalf.identity.rules import roles_of
from behalf.kit.actor import Actor, Tier
from behalf.kit.tenancy import identity_rows


def organizations(tiers: Iterable[Tier]) -> list[tuple[Tier, int]]:
    """The active organizations of these tiers."""
    with identity_rows():
        rows = Organization.objects.filter(kind__in=list(tiers), is_active=True).order_by("id")
        return [(cast(Tier, kind), pk) for kind, pk in rows.values_list("kind", "id")]


def actor_of(membership: Membership, *, address: str = "", organizations: int = 1) -> Actor:
    """The Actor of a person in one organization; needs person and organization loaded."""
    person, organization = membership.person, membership.organization
    return Actor(
        tier=cast(Tier, organization.kind),
        org_id=organization.pk,
        roles=roles_of(membership.agent, membership.admin, membership.role),
        person_id=person.pk,
        name=person.name,
        org_name=organization.name,
        language=person.language,
        zone=person.zone,
        theme=person.theme,
        address=address,
        organizations=organizations,
    )
