"""Rows of a model by a statement written once: for what is asked so often that building it each time would cost more
than running it. Which rows the statement may see is its own to say; row-level security holds as always.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import DatabaseError, connection, models

M = TypeVar("M", bound=models.Model)


def columns(model: type[models.Model]) -> str:
    """All columns of a model in their lasting order, for a statement that names its table."""
    return ", ".join(f"{model._meta.db_table}.{field.column}" for field in model._meta.concrete_fields)


def selecting(first: type[models.Model], *others: type[models.Model]) -> str:
    """How a statement begins: all columns of these models, from the table of the first; the others are to be joined."""
    named = ", ".join(columns(model) for model in (first, *others))
    return f"select {named} from {first._meta.db_table}"  # noqa: S608  # our models' columns and table, never input


def width(model: type[models.Model]) -> int:
    """How many values of a row ``columns`` gives."""
    return len(model._meta.concrete_fields)


def made(model: type[M], values: Sequence[Any]) -> M:
    """The row of which these are the ``columns``."""
    return model.from_db(connection.alias, [str(field.attname) for field in model._meta.concrete_fields], values)


def asked(statement: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """What a statement answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def told(statement: str, values: Sequence[Any] | Mapping[str, Any]) -> None:
    """Run a statement that answers nothing."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def put(rows: Sequence[models.Model], *, then: str = "") -> None:
    """Write new rows of one model by one statement; the database numbers them, and each is told its number.

    then: what follows the values, such as ``on conflict …``. The values are stored as ``save`` would store them.
    """
    if not rows:
        return
    model = type(rows[0])
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection) for row in rows for field in _given(model)
    ]
    for row, (pk,) in zip(rows, asked(_insert(model, len(rows), then), values), strict=True):
        row.pk = pk
        row._state.adding, row._state.db = False, connection.alias


def saved(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Save these fields of rows of one model by one statement; DatabaseError unless all of them are there."""
    if not rows:
        return
    model = type(rows[0])
    fields = _named(model, tuple(names))
    values = [
        value
        for row in rows
        for value in (row.pk, *(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields))
    ]
    if len(asked(_update(model, tuple(names), len(rows)), values)) != len(rows):
        raise DatabaseError("a row that was to be saved is not there")


@lru_cache(maxsize=512)
def _update(model: type[models.Model], names: tuple[str, ...], count: int) -> str:
    meta, fields = model._meta, _named(model, names)
    each = ", ".join(f"%s::{_kind(field)}" for field in (meta.pk, *fields))
    rows = ", ".join([f"({each})"] * count)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    new = ", ".join(f'new."{field.column}"' for field in fields)
    return (
        f"update {meta.db_table} set ({columns}) = row({new}) "  # noqa: S608  # our model's columns; values are parameters
        f"from (values {rows}) as new (pk, {columns}) where {meta.db_table}.{meta.pk.column} = new.pk "
        f"returning {meta.db_table}.{meta.pk.column}"
    )


def _named(model: type[models.Model], names: tuple[str, ...]) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if field.name in names or field.attname in names]


def _kind(field: Any) -> str:
    """The type of a column without its length, which a cast would cut to without a word."""
    return str(field.db_type(connection)).partition("(")[0]


@lru_cache(maxsize=512)
def _insert(model: type[models.Model], count: int, then: str) -> str:
    meta, fields = model._meta, _given(model)
    each = f"({', '.join(['%s'] * len(fields))})"
    columns, rows = ", ".join(f'"{field.column}"' for field in fields), ", ".join([each] * count)
    return f"insert into {meta.db_table} ({columns}) values {rows} {then} returning {meta.pk.column}"  # noqa: S608  # our models' columns; values are parameters


@lru_cache(maxsize=256)
def _given(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    """What the database does not number itself."""
    return tuple(field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField))
