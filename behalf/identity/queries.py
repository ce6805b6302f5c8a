"""Reads of people and organizations, each limited to the actor's own organization."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from behalf.identity.models import Membership, Organization, Person
from behalf.identity.rules import roles_of
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.tenancy import identity_rows
from behalf.kit.verbs import query


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person of an organization, as its own people see them."""

    membership_id: int
    person_id: int
    name: str
    email: str
    language: str
    agent: str
    admin: str
    role: str
    roles: frozenset[str]
    is_active: bool
    must_change_password: bool
    created_at: datetime
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person to be invited, and to what; has_password: they signed in elsewhere before."""

    membership_id: int
    name: str
    email: str
    language: str
    organization: str
    has_password: bool


@query("identity.colleagues")
def colleagues(actor: Actor, *, role: str | None = None) -> list[Colleague]:
    """The organization's active people by name; with ``role``, those who have it."""
    return [person for person in _members(actor, active=True) if role is None or role in person.roles]


@query("people.read")
def people(actor: Actor) -> list[Colleague]:
    """Everybody of the organization, the deactivated last."""
    return sorted(_members(actor), key=lambda person: not person.is_active)


@query("people.read")
def person(actor: Actor, membership_id: int) -> Colleague:
    """One person of the organization; NotFound for a stranger."""
    found = [person for person in _members(actor) if person.membership_id == membership_id]
    if not found:
        raise NotFound(_("There is no such person in your organization."))
    return found[0]


@query("identity.colleagues")
def contact(actor: Actor, person_id: int) -> Colleague | None:
    """An active colleague by person, for who has to write to them; None when they left."""
    return next((person for person in _members(actor, active=True) if person.person_id == person_id), None)


@query("identity.colleagues")
def zones(actor: Actor, person_ids: Iterable[int]) -> dict[int, str]:
    """The time zones of active colleagues, by person."""
    with identity_rows():
        rows = Membership.objects.filter(organization_id=actor.org_id, person_id__in=list(person_ids), is_active=True)
        return dict(rows.filter(person__is_active=True).values_list("person_id", "person__zone"))


@query("identity.colleagues")
def has_people(actor: Actor, organization_id: int) -> bool:
    """Whether anybody belongs to an organization at all, such as a customer of the actor's."""
    with identity_rows():
        return Membership.objects.filter(organization_id=organization_id).exists()


@query("identity.colleagues")
def organizations_of(actor: Actor, emails: Collection[str]) -> dict[str, set[int]]:
    """The organizations in which the people with these addresses are active, by address in small letters.

    For whoever must know whose mail it is.
    """
    with identity_rows():
        people = Person.objects.alias(small=Lower("email")).filter(small__in={email.lower() for email in emails})
        rows = Membership.objects.filter(person__in=people.filter(is_active=True), is_active=True)
        found: dict[str, set[int]] = {}
        for email, organization_id in rows.values_list("person__email", "organization_id"):
            found.setdefault(email.lower(), set()).add(organization_id)
        return found


@query("identity.found")
def newcomer(actor: Actor, organization_id: int, person_id: int) -> Newcomer | None:
    """Whom the actor's organization just added, to itself or to one that it founded; None when they left already."""
    with identity_rows():
        rows = Membership.objects.filter(organization_id=organization_id, person_id=person_id, is_active=True)
        row = rows.select_related("person", "organization").first()
    if row is None or not row.person.is_active:
        return None
    person = row.person
    return Newcomer(
        row.pk, person.name, person.email, person.language, row.organization.name, not person.must_change_password
    )


@query("identity.self")
def own_name(actor: Actor) -> str:
    """What the actor's organization is called; a job's actor does not know it."""
    with identity_rows():
        return Organization.objects.get(pk=actor.org_id).name


@query("identity.self")
def own_zone(actor: Actor) -> str:
    """The time zone in which the actor's organization works."""
    with identity_rows():
        return Organization.objects.values_list("zone", flat=True).get(pk=actor.org_id)


@query("identity.self")
def me(actor: Actor) -> Person:
    """The signed-in person's own row."""
    with identity_rows():
        return Person.objects.get(pk=actor.person)


def _members(actor: Actor, *, active: bool | None = None) -> list[Colleague]:
    with identity_rows():
        rows = Membership.objects.filter(organization_id=actor.org_id).select_related("person")
        if active is not None:
            rows = rows.filter(is_active=active, person__is_active=True)
        return [_colleague(row) for row in rows.order_by("person__name", "id")]


def _colleague(row: Membership) -> Colleague:
    return Colleague(
        membership_id=row.pk,
        person_id=row.person_id,
        name=row.person.name,
        email=row.person.email,
        language=row.person.language,
        agent=row.agent,
        admin=row.admin,
        role=row.role,
        roles=roles_of(row.agent, row.admin, row.role),
        is_active=row.is_active and row.person.is_active,
        must_change_password=row.person.must_change_password,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
    )
