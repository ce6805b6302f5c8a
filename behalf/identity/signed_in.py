"""Who is signed in: the statement that every request begins with, its SQL made once instead of each time.

Django builds a statement anew for every query, which costs more than running this one; nobody else needs to do this.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from behalf.identity.models import Membership, Organization, Person
from behalf.kit.statements import asked, columns, made, width

# A membership that counts: neither it, nor the person, nor the organization is deactivated.
_ACTIVE = (
    "identity_membership "
    "join identity_person on identity_person.id = identity_membership.person_id "
    "and identity_membership.is_active and identity_person.is_active "
    "join identity_organization on identity_organization.id = identity_membership.organization_id "
    "and identity_organization.is_active"
)


class SessionStore(db.SessionStore):
    """Django's sessions in the database, read together with where their person may act."""

    _person_id: int | None = None
    _members: list[Membership]

    def _get_session_from_db(self) -> Session | None:
        found = asked(_session_and_memberships(), [self.session_key])
        if not found:
            self._session_key = None
            return None
        session = width(Session)
        self._person_id = found[0][session]
        self._members = [_member(row[session + 1 :]) for row in found if row[session + 1] is not None]
        return made(Session, found[0][:session])

    def memberships(self, person_id: int) -> list[Membership]:
        """The memberships of the person signed in; asked again where the list of sign-ins names nobody, or another."""
        return self._members if self._person_id == person_id else memberships_of(person_id)


def memberships_of(person_id: int) -> list[Membership]:
    """The organizations where an active person may act, the oldest membership first; with person and organization."""
    return [_member(row) for row in asked(_memberships(), [person_id])]


def _member(row: Sequence[Any]) -> Membership:
    membership, person = width(Membership), width(Person)
    member = made(Membership, row[:membership])
    member.person = made(Person, row[membership : membership + person])
    member.organization = made(Organization, row[membership + person :])
    return member


@cache
def _session_and_memberships() -> str:
    return (
        f"select {columns(Session)}, usersessions_usersession.user_id, {_who()} from django_session "  # noqa: S608  # our models' columns; values are parameters
        "left join usersessions_usersession on usersessions_usersession.session_key = django_session.session_key "
        f"left join ({_ACTIVE}) on identity_membership.person_id = usersessions_usersession.user_id "
        "where django_session.session_key = %s and django_session.expire_date > now() order by identity_membership.id"
    )


@cache
def _memberships() -> str:
    return (
        f"select {_who()} from ({_ACTIVE}) "  # noqa: S608  # constants of this module; values are parameters
        "where identity_membership.person_id = %s order by identity_membership.id"
    )


def _who() -> str:
    return ", ".join(columns(model) for model in (Membership, Person, Organization))
