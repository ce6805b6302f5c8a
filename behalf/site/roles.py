"""The database roles: one owner, two log-ins that own nothing, and one role per tier taken per transaction."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg
from psycopg import sql

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


def missing(connection: psycopg.Connection) -> list[str]:
    """Which roles a database of somebody else's lacks, or has with too many rights; empty when all is well."""
    rows = connection.execute(
        "select rolname, rolsuper or rolbypassrls from pg_roles where rolname = any(%s)",
        [[OWNER, *LOGINS, *TIERS]],
    ).fetchall()
    found: dict[str, bool] = dict(rows)
    absent = [f"{role} does not exist" for role in (OWNER, *LOGINS, *TIERS) if role not in found]
    return absent + [f"{role} passes by row-level security" for role, unfenced in found.items() if unfenced]
