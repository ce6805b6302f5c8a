"""The database roles: one owner, two log-ins that own nothing, and one role per tier taken per transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import psycopg
from psycopg import sql

from behalf.site.tongue import gettext as _

DATABASE = "behalf"
OWNER = "behalf_owner"
LOGINS = ("behalf_web", "behalf_worker")
TIERS = ("as_operator", "as_reseller", "as_customer")


def ensure(admin: psycopg.Connection, passwords: Mapping[str, str], *, database: str = DATABASE) -> None:
    """Create what is missing of roles and database; safe to run again. ``admin`` is a superuser in autocommit."""
    present = {name for (name,) in admin.execute("select rolname from pg_roles")}
    for role in (OWNER, *LOGINS):
        verb = "alter" if role in present else "create"
        admin.execute(
            sql.SQL(f"{verb} role {{}} login nosuperuser nobypassrls nocreaterole nocreatedb password {{}}").format(
                sql.Identifier(role), sql.Literal(passwords[role])
            )
        )
    for tier in TIERS:
        if tier not in present:
            admin.execute(sql.SQL("create role {} nologin nobypassrls").format(sql.Identifier(tier)))
        for login in LOGINS:
            admin.execute(
                sql.SQL("grant {} to {} with inherit false, set true").format(
                    sql.Identifier(tier), sql.Identifier(login)
                )
            )
    _ensure_database(admin, database)


def _ensure_database(admin: psycopg.Connection, database: str) -> None:
    name = sql.Identifier(database)
    if admin.execute("select from pg_database where datname = %s", [database]).fetchone() is None:
        admin.execute(sql.SQL("create database {} owner {}").format(name, sql.Identifier(OWNER)))
    admin.execute(sql.SQL("revoke all on database {} from public").format(name))
    for login in LOGINS:
        admin.execute(sql.SQL("grant connect on database {} to {}").format(name, sql.Identifier(login)))


def faults(connection: psycopg.Connection) -> list[str]:
    """What is not as docs/operate has it in a database of somebody else's; empty when all is well."""
    rows = connection.execute(
        "select rolname, rolsuper or rolbypassrls from pg_roles where rolname = any(%s)",
        [[OWNER, *LOGINS, *TIERS]],
    ).fetchall()
    found: dict[str, bool] = dict(rows)
    absent = [_("%(role)s does not exist") % {"role": role} for role in (OWNER, *LOGINS, *TIERS) if role not in found]
    unfenced = [_("%(role)s passes by row-level security") % {"role": role} for role, passes in found.items() if passes]
    return [*absent, *unfenced, *([] if absent or unfenced else _memberships(connection)), *_encoding(connection)]


def _memberships(connection: psycopg.Connection) -> Iterator[str]:
    """A log-in takes a tier's role for a transaction; with its rights all the time it would need to take none."""
    for login in LOGINS:
        for role in (*TIERS, OWNER):
            asked = "select pg_has_role(%(login)s, %(role)s, 'set'), pg_has_role(%(login)s, %(role)s, 'usage')"
            takes, has = connection.execute(asked, {"login": login, "role": role}).fetchone() or (False, False)
            if has or (takes and role == OWNER):
                yield _("%(login)s has the rights of %(role)s") % {"login": login, "role": role}
            elif not takes and role != OWNER:
                yield _("%(login)s may not take %(role)s") % {"login": login, "role": role}


def _encoding(connection: psycopg.Connection) -> Iterator[str]:
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        yield _("its encoding is %(encoding)s, not UTF8") % {"encoding": encoding}
