"""The second lock: grants, row-level policies and composite keys, derived from each model's declaration.

``sync`` runs as ``behalf_owner`` after the migrations, in one transaction, and says the same every time. One role
per tier keeps each policy a single equality that an index serves; one policy for all three became a sequential
scan (measured: 0.05 ms against 33 ms on 400,000 rows).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from behalf.kit.tenancy import Account, Desk, Exchange, Identity, Kind, Machine, Published, Standing, declared

ORG = "(select nullif(current_setting('behalf.org', true), '')::bigint)"
TENANTS = ("as_operator", "as_reseller", "as_customer")
LOGINS = ("behalf_web", "behalf_worker")

# Tables of libraries that are read before there is an actor.
LIBRARY_IDENTITY = ("sessions", "account", "mfa", "usersessions")

DEFER = "procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[])"


def tenant_models() -> list[Any]:
    """Every concrete model that declares a kind."""
    return [model for model in apps.get_models() if declared(model) is not None]


def sync() -> None:
    """Bring grants, policies and composite keys to what the models declare."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local lock_timeout = '4s'")
        for statement in statements():
            cursor.execute(statement)


def statements() -> Iterator[str]:
    """The SQL that ``sync`` runs."""
    everyone = ", ".join((*TENANTS, *LOGINS))
    yield f"grant usage on schema public to {everyone}"
    yield f"revoke all on all tables in schema public from {everyone}"
    yield from _library_tables()
    for model in tenant_models():
        yield from _table(model)
    yield from _composite_keys()
    yield from _queue()


def policies(model: Any) -> Iterator[tuple[str, str]]:
    """The policies of a model's table, as (name, definition)."""
    yield from _of_kind(model, model.tenancy)
    yield from _crossings(model)


def _of_kind(model: Any, kind: Kind) -> Iterator[tuple[str, str]]:
    match kind:
        case Desk():
            yield from _owned(kind.column, TENANTS, append_only=kind.append_only)
            yield from _customer(kind, (f" and {kind.public}" if kind.public else "") + _within(model, kind))
        case Account():
            yield from _owned(kind.column, ("as_reseller",), append_only=kind.append_only)
            yield from _customer(kind, "")
            if kind.operator_reads:
                yield "operator_reads", "for select to as_operator using (true)"
        case Exchange():
            tenants = ", ".join(TENANTS)
            yield "sent", f"for select to {tenants} using (from_org_id = {ORG})"
            yield "received", f"for select to {tenants} using (to_org_id = {ORG})"
            yield "send", f"for insert to {tenants} with check (from_org_id = {ORG})"
        case Published():
            yield "everybody_reads", f"for select to {', '.join(TENANTS)} using (true)"
            if kind.append_only:
                yield "operator_adds", "for insert to as_operator with check (true)"
            else:
                yield "operator_writes", "for all to as_operator using (true) with check (true)"
        case Standing():
            yield from _standing(kind)
        case Identity() | Machine():
            return


def _owned(column: str, roles: tuple[str, ...], *, append_only: bool) -> Iterator[tuple[str, str]]:
    for role in roles:
        if append_only:
            yield f"{role}_reads", f"for select to {role} using ({column} = {ORG})"
            yield f"{role}_adds", f"for insert to {role} with check ({column} = {ORG})"
        else:
            yield f"{role}_own", f"for all to {role} using ({column} = {ORG}) with check ({column} = {ORG})"


def _standing(kind: Standing) -> Iterator[tuple[str, str]]:
    mine = f"{kind.column} = {ORG}"
    yield "operator_keeps", "for all to as_operator using (true) with check (true)"
    yield "own_reads", f"for select to as_reseller using ({mine})"
    if kind.own_updates:
        yield "own_changes", f"for update to as_reseller using ({mine}) with check ({mine})"
    if kind.customers_read:
        yield "customers_read", "for select to as_customer using (true)"


def _crossings(model: Any) -> Iterator[tuple[str, str]]:
    """A row that names an exchange row names one of its own tenant's, and a word goes between the same two.

    An exchange row has two owners, so no composite key can say it; the target's own policies do, for whoever writes.
    """
    table, tenants = model._meta.db_table, ", ".join(TENANTS)
    for key in model._meta.concrete_fields:
        if not isinstance(key, models.ForeignKey) or not isinstance(declared(key.related_model), Exchange):
            continue
        target = key.related_model._meta.db_table
        named = f"select from {target} there where there.id = {table}.{key.column}"
        if isinstance(model.tenancy, Exchange):
            there = "(there.from_org_id, there.to_org_id)"
            here = f"({table}.from_org_id, {table}.to_org_id), ({table}.to_org_id, {table}.from_org_id)"
            named += f" and {there} in ({here})"
        allowed = f"exists ({named})"
        if key.null:
            allowed = f"{table}.{key.column} is null or {allowed}"
        yield f"{key.column}_adds_own", f"as restrictive for insert to {tenants} with check ({allowed})"
        yield f"{key.column}_keeps_own", f"as restrictive for update to {tenants} with check ({allowed})"


def _within(model: Any, kind: Desk) -> str:
    """That the row on which this one hangs is there for whoever asks, by that row's own policies."""
    if not kind.within:
        return ""
    key = model._meta.get_field(kind.within)
    return f" and exists (select from {key.related_model._meta.db_table} there where there.id = {key.column})"


def _customer(kind: Desk | Account, public: str) -> Iterator[tuple[str, str]]:
    if not kind.customer_reads:
        return
    mine = f"customer_id = {ORG}"
    yield "customer_reads", f"for select to as_customer using ({mine}{public})"
    if kind.customer_inserts:
        yield "customer_adds", f"for insert to as_customer with check ({mine}{public})"
    if kind.customer_updates:
        yield "customer_changes", f"for update to as_customer using ({mine}{public}) with check ({mine}{public})"


def grants(model: Any, kind: Kind) -> Iterator[tuple[str, str]]:
    """The rights of a table of this kind, as (privileges, role)."""
    write = "select, insert, update, delete"
    match kind:
        case Desk():
            yield ("select, insert" if kind.append_only else write), "as_operator, as_reseller"
            yield from _customer_grants(model, kind, own_desk=True)
        case Account():
            yield ("select, insert" if kind.append_only else write), "as_reseller"
            yield from _customer_grants(model, kind, own_desk=False)
            if kind.operator_reads:
                yield "select", "as_operator"
        case Exchange():
            yield "select, insert", ", ".join(TENANTS)
        case Published():
            yield "select", "as_reseller, as_customer"
            yield ("select, insert" if kind.append_only else write), "as_operator"
        case Standing():
            yield write, "as_operator"
            yield "select", ("as_reseller, as_customer" if kind.customers_read else "as_reseller")
            if kind.own_updates:
                yield _update(model, kind.own_updates), "as_reseller"
        case Identity():
            yield write, ", ".join(LOGINS)
        case Machine():
            yield from ((privileges, role) for role, privileges in kind.grants.items())


def _customer_grants(model: Any, kind: Desk | Account, *, own_desk: bool) -> Iterator[tuple[str, str]]:
    if own_desk and not (kind.customer_reads or kind.append_only):
        yield "select, insert, update, delete", "as_customer"
    elif own_desk and kind.append_only:
        yield "select, insert", "as_customer"
    elif kind.customer_reads:
        yield "select", "as_customer"
    if kind.customer_inserts:
        yield "insert", "as_customer"
    if kind.customer_updates:
        yield _update(model, kind.customer_updates), "as_customer"


def _update(model: Any, names: tuple[str, ...]) -> str:
    return f"update ({', '.join(str(model._meta.get_field(name).column) for name in names)})"


def _table(model: Any) -> Iterator[str]:
    table, kind = model._meta.db_table, model.tenancy
    walled = not isinstance(kind, Identity | Machine)
    yield f"alter table {table} {'enable' if walled else 'disable'} row level security"
    yield _drop_policies(table)
    for name, definition in policies(model):
        yield f"create policy {name} on {table} {definition}"
    for privileges, role in grants(model, kind):
        yield f"grant {privileges} on {table} to {role}"


def _drop_policies(table: str) -> str:
    return (
        "do $$ declare p record; begin for p in select policyname from pg_policies "
        f"where schemaname = 'public' and tablename = '{table}' loop "
        f"execute format('drop policy %I on {table}', p.policyname); end loop; end $$"
    )


def _library_tables() -> Iterator[str]:
    for model in apps.get_models():
        if model._meta.app_label in LIBRARY_IDENTITY:
            yield f"grant select, insert, update, delete on {model._meta.db_table} to {', '.join(LOGINS)}"
    yield f"grant select, insert, update, delete on behalf_cache to {', '.join(LOGINS)}"
    yield f"grant select on django_migrations to {', '.join(LOGINS)}"


def _queue() -> Iterator[str]:
    """Deferring works from every role, reading the queue (it holds all tenants' arguments) from the worker's alone."""
    yield f"alter function {DEFER} security definer"
    yield f"alter function {DEFER} set search_path = public, pg_temp"
    yield f"grant execute on function {DEFER} to {', '.join((*TENANTS, *LOGINS))}"
    for model in apps.get_app_config("procrastinate").get_models():
        yield f"grant select, insert, update, delete on {model._meta.db_table} to behalf_worker"
    yield "grant usage, select on all sequences in schema public to behalf_worker"
    yield (
        "create or replace function behalf_worker_seen() returns timestamptz language sql stable security definer "
        "set search_path = public, pg_temp as 'select max(last_heartbeat) from procrastinate_workers'"
    )
    yield "revoke all on function behalf_worker_seen() from public"
    yield f"grant execute on function behalf_worker_seen() to {', '.join((*TENANTS, *LOGINS))}"


# --- Composite keys: a row of one tenant cannot point at another's ---------------------------------------------


def tenant_column(kind: Kind | None) -> str | None:
    """The column that says whose row it is, for the kinds that have one owner."""
    return kind.column if isinstance(kind, Desk | Account) else None


def composite_keys() -> Iterator[tuple[str, tuple[str, ...], str, tuple[str, ...]]]:
    """Each pair of tenant tables joined by a foreign key: (table, columns, target, target columns)."""
    for model in tenant_models():
        own = tenant_column(declared(model))
        if own is None:
            continue
        for key in model._meta.concrete_fields:
            if not isinstance(key, models.ForeignKey):
                continue
            target = key.related_model
            theirs = tenant_column(declared(target))
            if theirs is None or key.column == own:
                continue
            table, target_table, pk = model._meta.db_table, target._meta.db_table, str(target._meta.pk.column)
            customer = _customer_field(model)
            both = customer is not None and _customer_field(target) is not None
            if both:
                yield table, (own, "customer_id", key.column), target_table, (theirs, "customer_id", pk)
            if customer is None or customer.null or not both:  # an empty customer would pass the longer key unchecked
                yield table, (own, key.column), target_table, (theirs, pk)


def _customer_field(model: type[models.Model]) -> models.Field[Any, Any] | None:
    return next((field for field in model._meta.concrete_fields if field.column == "customer_id"), None)


def _composite_keys() -> Iterator[str]:
    for table, columns, target, target_columns in composite_keys():
        unique = f"{target}_{'_'.join(target_columns)}_tenant"[:63]
        name = f"{table}_{columns[-1]}_{len(columns)}_tenant"[:63]
        yield _unless_constraint(
            unique, f"alter table {target} add constraint {unique} unique ({', '.join(target_columns)})"
        )
        yield _unless_constraint(
            name,
            f"alter table {table} add constraint {name} foreign key ({', '.join(columns)}) "
            f"references {target} ({', '.join(target_columns)}) deferrable initially deferred",
        )


def _unless_constraint(name: str, statement: str) -> str:
    return (
        f"do $$ begin if not exists (select from pg_constraint where conname = '{name}') "
        f"then {statement}; end if; end $$"
    )
