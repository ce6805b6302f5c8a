"""Rows of a model by a statement written once: for what is asked so often that building it each time would cost more
than running it. Which rows the statement may see is its own to say; row-level security holds as always.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def columns(model: type[models.Model]) -> str:
    """All columns of a model in their lasting order, for a statement that names its table."""
    return ", ".join(f"{model._meta.db_table}.{field.column}" for field in model._meta.concrete_fields)


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
