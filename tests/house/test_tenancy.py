"""The database holds tenancy, whatever the code forgets."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, models, transaction
from django.db.utils import ProgrammingError

from behalf.audit.models import Entry
from behalf.kit import policies
from behalf.kit.tenancy import Account, Desk, Exchange, Identity, Machine, acting, declared
from tests.world import World


def _all(sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def test_the_role_under_test_owns_nothing(db: None) -> None:
    assert _all("select session_user") == [("behalf_web",)]
    owned = "select count(*) from pg_class where relowner = 'behalf_web'::regrole"
    assert _all(owned) == [(0,)]
    assert _all("select rolsuper or rolbypassrls from pg_roles where rolname = 'behalf_web'") == [(False,)]


def test_every_table_declares_its_kind_and_its_policies_match(db: None) -> None:
    actual: dict[str, set[str]] = {}
    for table, name in _all("select tablename, policyname from pg_policies where schemaname = 'public'"):
        actual.setdefault(table, set()).add(name)
    wanted = {
        model._meta.db_table: {name for name, _sql in policies.policies(model)} for model in policies.tenant_models()
    }
    assert actual == {table: names for table, names in wanted.items() if names}


def test_the_second_lock_holds_without_the_first(world: World) -> None:
    with acting(world.actor("alpha")):
        seen = set(Entry.objects.everywhere(reason="the gate is left out on purpose").values_list("org_id", flat=True))
    assert seen == {world.alpha}


def test_without_a_tenant_the_login_role_reaches_no_tenant_row(db: None) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Entry.objects.everywhere(reason="on purpose").count()


def test_the_gate_refuses_every_other_way_in() -> None:
    for way in ("all", "count", "first"):
        with pytest.raises(RuntimeError, match="visible_to"):
            getattr(Entry.objects, way)()


def test_every_key_between_tenants_is_held(db: None) -> None:
    """A plain key check passes by row-level security, so a longer key or a policy must say whose the target is."""
    held = {(table, columns[-1]) for table, columns, _target, _columns in policies.composite_keys()}
    for model in policies.tenant_models():
        for key in model._meta.concrete_fields:
            kind = declared(key.related_model) if isinstance(key, models.ForeignKey) else None
            if isinstance(kind, Exchange):
                assert f"{key.column}_adds_own" in dict(policies.policies(model)), key
            elif isinstance(kind, Desk | Account) and not isinstance(model.tenancy, Identity | Machine):
                assert (model._meta.db_table, key.column) in held, key
