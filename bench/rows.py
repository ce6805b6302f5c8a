"""Rows by COPY: many of one table as quickly as they can be written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from psycopg import sql

Values = tuple[Any, ...]


def copy(rows: Sequence[Any], *, numbered: bool = False) -> None:
    """Write rows with ids past the highest there is; ``numbered``: with the ids that they have."""
    if not rows:
        return
    meta = rows[0]._meta
    with connection.cursor() as cursor:
        if not numbered:
            cursor.execute(sql.SQL("select coalesce(max(id), 0) from {}").format(sql.Identifier(meta.db_table)))
            for place, row in enumerate(rows, cursor.fetchone()[0] + 1):
                row.pk = place
        _write(cursor, meta.db_table, meta.concrete_fields, map(_reader(meta.concrete_fields), rows))
        if not numbered:
            cursor.execute("select setval(pg_get_serial_sequence(%s, 'id'), %s)", [meta.db_table, rows[-1].pk])


def copy_like(row: models.Model, differs: Sequence[str], rows: Iterable[Values]) -> None:
    """Write rows that differ from this one in some columns; the database numbers them. JSON is given as text."""
    known = {field.attname: field for field in row._meta.concrete_fields if not field.primary_key}
    rest = [field for name, field in known.items() if name not in differs]
    same = _reader(rest)(row)
    fields = [*(known[name] for name in differs), *rest]
    with connection.cursor() as cursor:
        _write(cursor, row._meta.db_table, fields, ((*values, *same) for values in rows))


def _write(cursor: Any, table: str, fields: Sequence[Any], rows: Iterable[Values]) -> None:
    columns = sql.SQL(", ").join(sql.Identifier(field.column) for field in fields)
    with cursor.copy(sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(table), columns)) as into:
        for values in rows:
            into.write_row(values)


def _reader(fields: Sequence[Any]) -> Any:
    """What is written of a row; only JSON is not as Python has it."""
    names = [str(field.attname) for field in fields]
    texts = [place for place, field in enumerate(fields) if isinstance(field, models.JSONField)]

    def stored(row: Any) -> Values:
        values = [getattr(row, name) for name in names]
        for place in texts:
            values[place] = json.dumps(values[place])
        return tuple(values)

    return stored
