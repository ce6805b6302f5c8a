"""Bringing the database up to date, as its owner: migrations, cache table, then grants and policies."""

from __future__ import annotations

import hashlib

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from behalf.kit import policies


def pending() -> list[str]:
    """Names of the migrations that are still to run; empty when the schema is up to date."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrate(*, verbosity: int = 0) -> list[str]:
    """Run what is pending and bring grants and policies to what the models declare; returns what was pending."""
    waiting = pending()
    with connection.cursor() as cursor:
        cursor.execute("set lock_timeout = '4s'")
    call_command("migrate", verbosity=verbosity, interactive=False)
    call_command("createcachetable", verbosity=0)
    policies.sync()
    with connection.cursor() as cursor:
        cursor.execute(f"comment on schema public is 'behalf {fingerprint()}'")
    return waiting


def is_empty() -> bool:
    """Whether nobody has set anything up yet: no organization exists."""
    with connection.cursor() as cursor:
        cursor.execute("select not exists (select from identity_organization)")
        return bool(cursor.fetchone()[0])


def up_to_date() -> bool:
    """Whether neither migrations nor policies have anything to do; one cheap query when the answer is yes."""
    with connection.cursor() as cursor:
        cursor.execute("select obj_description('public'::regnamespace)")
        return str(cursor.fetchone()[0]) == f"behalf {fingerprint()}"


def fingerprint() -> str:
    """A digest of every known migration and of the policies' SQL."""
    loader = MigrationLoader(None)
    names = sorted(f"{app}.{name}" for app, name in loader.disk_migrations or {})
    return hashlib.sha256("\n".join([*names, *policies.statements()]).encode()).hexdigest()[:16]
