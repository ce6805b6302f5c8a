"""Every change of organizations and people."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import available_timezones

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.identity import rules
from behalf.identity.events import PersonAdded, PersonDeactivated
from behalf.identity.models import ORG_KEY, Membership, Organization, Person, person_row
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from behalf.kit.events import announce
from behalf.kit.tenancy import identity_rows
from behalf.kit.verbs import action

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person just added. The temporary password exists here alone and is shown once; None: they had a sign-in."""

    person_id: int
    membership_id: int
    email: str
    temporary_password: str | None


@action("identity.found")
def found(
    actor: Actor,
    *,
    kind: str,
    name: str,
    prefix: str = "",
    language: str = "zh-hans",
    zone: str = "Asia/Shanghai",
    now: datetime,
) -> int:
    """A new organization below the actor's; returns its id. The room that asks has its own right and record."""
    new = {"kind": kind, "name": name, "prefix": prefix, "language": language, "zone": zone}
    return found_all(actor, [new], now=now)[0]


@action("identity.found")
def found_all(actor: Actor, wanted: Iterable[Mapping[str, str]], *, now: datetime) -> list[int]:
    """Several new organizations at once; each as ``found`` takes it."""
    with identity_rows():
        rows = Organization.objects.bulk_create(Organization(**each, created_at=now) for each in wanted)
    return [row.pk for row in rows]


@action("identity.found")
def add_first_admin(
    actor: Actor, organization_id: int, *, name: str, email: str, language: str = "zh-hans", now: datetime
) -> NewPerson:
    """The first person of an organization that the actor just founded: global admin (P03), customer's admin (P17)."""
    with identity_rows():
        organization = Organization.objects.get(pk=organization_id)
        first = {"admin": "global"} if organization.kind == "reseller" else {"role": f"{organization.kind}_admin"}
        if organization.memberships.exists():
            raise Conflict(_("This organization already has people of its own."))
        new = _member(organization_id, name=name, email=email, language=language, given=first, now=now)
    _announce(actor, new, organization_id, now)
    return new


@action("people.manage")
def add_person(
    actor: Actor,
    *,
    name: str,
    email: str,
    agent: str = "none",
    admin: str = "none",
    role: str = "",
    language: str = "zh-hans",
    now: datetime,
) -> NewPerson:
    """Add a person to the actor's organization with an agent and an admin setting (P06), or a role."""
    given = _settings(actor, agent=agent, admin=admin, role=role)
    _must_be_grantable(actor, before={}, after=given)
    with identity_rows():
        new = _member(actor.org_id, name=name, email=email, language=language, given=given, now=now)
    subject = ("person", new.person_id, name)
    audit.record(actor, "people.added", subject=subject, after={"email": new.email, **given}, at=now)
    _announce(actor, new, actor.org_id, now)
    return new


@action("people.manage")
def change_roles(
    actor: Actor,
    membership_id: int,
    *,
    agent: str | None = None,
    admin: str | None = None,
    role: str | None = None,
    now: datetime,
) -> None:
    """Give a person other roles; what is None stays.

    Only a global admin gives or takes admin roles, or changes another role of a global admin (P03); the last one stays.
    """
    with identity_rows():
        member = _locked(actor, membership_id)
        before = {"agent": member.agent, "admin": member.admin, "role": member.role}
        if rules.may_grant_admin(rules.roles_of(**before)) and not rules.may_grant_admin(actor.roles):
            raise NotAllowed(_("Only a global admin may change the roles of a global admin."))
        wanted = {"agent": agent, "admin": admin, "role": role}
        after = _settings(actor, **{key: before[key] if value is None else value for key, value in wanted.items()})
        _must_be_grantable(actor, before=before, after=after)
        if rules.may_grant_admin(rules.roles_of(**before)) and not rules.may_grant_admin(rules.roles_of(**after)):
            _must_not_be_last(member)
        member.agent, member.admin, member.role = after["agent"], after["admin"], after["role"]
        member.save(update_fields=["agent", "admin", "role"])
        subject = ("person", member.person_id, member.person.name)
    audit.record(actor, "people.roles_changed", subject=subject, before=before, after=after, at=now)


@action("people.manage")
def deactivate(actor: Actor, membership_id: int, *, why: str, now: datetime) -> None:
    """End a person's work here: sign-ins and on-behalf work at once, cases go back to the queue."""
    with identity_rows():
        member = _locked(actor, membership_id)
        if not member.is_active:
            raise Conflict(_("This person is already deactivated."))
        if member.person_id == actor.person_id:
            raise Conflict(_("Nobody deactivates themselves. Ask another global admin."))
        held = {"agent": member.agent, "admin": member.admin, "role": member.role}
        if rules.is_admin(**held) and not rules.may_grant_admin(actor.roles):
            raise NotAllowed(_("Only a global admin may deactivate an admin."))
        if rules.may_grant_admin(rules.roles_of(**held)):
            _must_not_be_last(member)
        member.deactivate(now)
        member.save(update_fields=["is_active", "deactivated_at"])
        _end_sign_ins(member)
        subject = ("person", member.person_id, member.person.name)
    audit.record(actor, "people.deactivated", subject=subject, why=why, at=now)
    announce(actor, PersonDeactivated(person_id=member.person_id, org_id=actor.org_id, at=now))


@action("people.manage")
def reactivate(actor: Actor, membership_id: int, *, now: datetime) -> None:
    """Let a deactivated person work here again, with the roles they had."""
    with identity_rows():
        member = _locked(actor, membership_id)
        if member.is_active:
            raise Conflict(_("This person is active."))
        held = {"agent": member.agent, "admin": member.admin, "role": member.role}
        _must_be_grantable(actor, before={}, after=held)
        member.is_active, member.deactivated_at = True, None
        member.save(update_fields=["is_active", "deactivated_at"])
        subject = ("person", member.person_id, member.person.name)
    audit.record(actor, "people.reactivated", subject=subject, at=now)


@action("identity.self")
def change_profile(actor: Actor, *, name: str, language: str, zone: str, theme: str = "", now: datetime) -> None:
    """The person's own name, language, time zone and look."""
    with identity_rows():
        person = Person.objects.select_for_update().get(pk=actor.person)
        before = {"name": person.name, "language": person.language, "zone": person.zone, "theme": person.theme}
        after = {"name": name, "language": language, "zone": zone, "theme": theme}
        for field, value in after.items():
            setattr(person, field, value)
        person.save(update_fields=list(after))
    audit.record(
        actor, "people.profile_changed", subject=("person", person.pk, name), before=before, after=after, at=now
    )


@action("identity.self")
def choose_language(actor: Actor, *, language: str, now: datetime) -> None:
    """The language in which the person reads everything from now on."""
    _must_be_known(language=language, zone=actor.zone)
    with identity_rows():
        Person.objects.filter(pk=actor.person).update(language=language)
    if language != actor.language:
        subject = ("person", actor.person, actor.name)
        before, after = {"language": actor.language}, {"language": language}
        audit.record(actor, "people.profile_changed", subject=subject, before=before, after=after, at=now)


@action("identity.self")
def choose_password(actor: Actor, *, password: str, now: datetime) -> Person:
    """The person's own password in place of the temporary one; it ends every other sign-in."""
    with identity_rows():
        person = Person.objects.select_for_update().get(pk=actor.person)
        try:
            validate_password(password, person)
        except ValidationError as error:
            raise Invalid(" ".join(error.messages), field="password") from None
        if person.check_password(password):
            raise Invalid(_("Choose another one than the temporary password."), field="password")
        person.set_password(password)
        person.must_change_password = False
        person.save(update_fields=["password", "must_change_password"])
    audit.record(actor, "people.password_chosen", subject=("person", person.pk, person.name), at=now)
    return person


@action("identity.self")
def record_sign_in(actor: Actor, *, how: list[str], now: datetime) -> None:
    """Somebody signed in to this organization; how: the proofs they gave (password, totp, webauthn)."""
    with identity_rows():
        Membership.objects.filter(person_id=actor.person, organization_id=actor.org_id).update(last_seen_at=now)
    subject = ("person", actor.person, actor.name)
    audit.record(actor, "people.signed_in", subject=subject, after={"how": how}, at=now)


@action("identity.self")
def record_sign_in_event(actor: Actor, *, what: str, why: str = "", now: datetime) -> None:
    """Something happened to a person's ways to sign in: ``people.sign_in_failed``, ``people.second_factor_added``…"""
    audit.record(actor, what, subject=("person", actor.person, actor.name), why=why, at=now)


def _announce(actor: Actor, new: NewPerson, organization_id: int, now: datetime) -> None:
    by = "" if actor.is_system else actor.name
    announce(actor, PersonAdded(person_id=new.person_id, org_id=organization_id, by=by, at=now))


def _settings(actor: Actor, *, agent: str, admin: str, role: str) -> dict[str, str]:
    """The settings that fit the actor's kind of organization; Invalid for a role of another tier."""
    if actor.tier == "reseller":
        return {"agent": agent, "admin": admin, "role": ""}
    if role not in rules.ROLES_OF_TIER[actor.tier]:
        raise Invalid(_("Choose one of the roles of your organization."), field="role")
    return {"agent": "none", "admin": "none", "role": role}


def _must_be_grantable(actor: Actor, *, before: dict[str, str], after: dict[str, str]) -> None:
    touches_admin = before.get("admin", "none") != after["admin"] or before.get("role", "") != after["role"]
    if touches_admin and not rules.may_grant_admin(actor.roles):
        raise NotAllowed(_("Only a global admin may give or take admin roles."))


def _must_not_be_last(member: Membership) -> None:
    """Counts on the lock that ``_locked`` took: otherwise two admins could leave at the same moment."""
    others = Membership.objects.filter(organization_id=member.organization_id, is_active=True, person__is_active=True)
    roles = [rules.roles_of(other.agent, other.admin, other.role) for other in others.exclude(pk=member.pk)]
    if rules.is_last(sum(rules.may_grant_admin(each) for each in roles)):
        raise Conflict(_("This is the last global admin. Make somebody else a global admin first."))


def _locked(actor: Actor, membership_id: int) -> Membership:
    """One person's membership, with the organization locked: changes of its people happen one after the other.

    The lock leaves foreign keys alone (``no_key``), so work in the organization goes on meanwhile.
    """
    Organization.objects.select_for_update(no_key=True).get(pk=actor.org_id)
    rows = Membership.objects.select_for_update(of=("self",)).select_related("person")
    member = rows.filter(organization_id=actor.org_id, pk=membership_id).first()
    if member is None:
        raise NotFound(_("There is no such person in your organization."))
    return member


def _must_be_known(*, language: str, zone: str) -> None:
    if language not in dict(settings.LANGUAGES):
        raise Invalid(_("Choose one of the languages."), field="language")
    if zone not in available_timezones():
        raise Invalid(_("Choose one of the time zones."), field="zone")


def _end_sign_ins(member: Membership) -> None:
    """Delete the person's sign-ins into this organization; all of them when it was the only one.

    The membership alone already gives nothing any more; this keeps a later reactivation from reviving old sign-ins.
    """
    elsewhere = member.person.memberships.filter(is_active=True).exists()
    for known in UserSession.objects.filter(user_id=member.person_id):
        session = SessionStore(known.session_key)
        if not elsewhere or session.get(ORG_KEY, member.organization_id) == member.organization_id:
            session.delete()
            known.delete()


def _member(
    organization_id: int, *, name: str, email: str, language: str, given: dict[str, str], now: datetime
) -> NewPerson:
    """A membership, and the person behind it when the address is new. Runs on identity rows."""
    name, email = name.strip(), email.strip().lower()
    if not name:
        raise Invalid(_("A person needs a name."), field="name")
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid(_("This is not an e-mail address."), field="email") from None
    password: str | None = None
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        password = _temporary_password()
        person = person_row(email=email, name=name, language=language, must_change_password=True, created_at=now)
        person.set_password(password)
        person.save()
    elif Membership.objects.filter(person=person, organization_id=organization_id).exists():
        raise Invalid(_("A person with this e-mail address is already here."), field="email")
    member = Membership.objects.create(person=person, organization_id=organization_id, created_at=now, **given)
    return NewPerson(person.pk, member.pk, person.email, password)


def _temporary_password() -> str:
    """A password to be read aloud and typed once: four groups of four."""
    return "-".join("".join(secrets.choice(LETTERS) for _place in range(4)) for _group in range(4))
