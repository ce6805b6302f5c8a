"""What the machinery asks of identity: organizations by tier, and the Actor of a signed-in person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from behalf.identity.models import Membership, Organization, Person
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


def actors_of(person_id: int, *, address: str = "", active: bool = True) -> list[Actor]:
    """What a person may act as: one Actor for each organization; with ``active=False``, also where they left."""
    with identity_rows():
        rows = Membership.objects.filter(person_id=person_id, organization__is_active=True)
        if active:
            rows = rows.filter(is_active=True, person__is_active=True)
        members = list(rows.select_related("person", "organization").order_by("id"))
        return [actor_of(member, address=address, organizations=len(members)) for member in members]


def person_of(email: str) -> Person | None:
    """The person with this address, whatever its case."""
    with identity_rows():
        return Person.objects.filter(email__iexact=email.strip()).first()
