"""Who is signed in: the two statements that every request begins with, their SQL made once instead of each time.

Django builds a statement anew for every query, which costs more than running these two; nobody else needs to do this.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection, models

from behalf.identity.models import Membership, Organization, Person

M = TypeVar("M", bound=models.Model)


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        found = _asked(_session(), [self.session_key])
        if not found:
            self._session_key = None
            return None
        return _row(Session, found[0])


def memberships_of(person_id: int) -> list[Membership]:
    """The organizations where an active person may act, the oldest membership first; with person and organization."""
    return [_member(row) for row in _asked(_memberships(), [person_id])]


def _member(row: Sequence[Any]) -> Membership:
    membership, person = len(Membership._meta.concrete_fields), len(Person._meta.concrete_fields)
    member = _row(Membership, row[:membership])
    member.person = _row(Person, row[membership : membership + person])
    member.organization = _row(Organization, row[membership + person :])
    return member


@cache
def _session() -> str:
    return f"select {_columns(Session)} from django_session where session_key = %s and expire_date > now()"  # noqa: S608


@cache
def _memberships() -> str:
    return (
        f"select {_columns(Membership)}, {_columns(Person)}, {_columns(Organization)} from identity_membership "  # noqa: S608
        "join identity_person on identity_person.id = identity_membership.person_id "
        "join identity_organization on identity_organization.id = identity_membership.organization_id "
        "where identity_membership.person_id = %s "
        "and identity_membership.is_active and identity_person.is_active and identity_organization.is_active "
        "order by identity_membership.id"
    )


def _columns(model: type[models.Model]) -> str:
    return ", ".join(f"{model._meta.db_table}.{field.column}" for field in model._meta.concrete_fields)


def _row(model: type[M], values: Sequence[Any]) -> M:
    return model.from_db(connection.alias, [str(field.attname) for field in model._meta.concrete_fields], values)


def _asked(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
