"""What this room adds to a list of services."""

from __future__ import annotations

from collections.abc import Sequence

from behalf.health import queries
from behalf.health.queries import BoardRow
from behalf.kit.actor import Actor
from behalf.web.place import here
from behalf.web.plate import Cell


def read(actor: Actor, ids: Sequence[int]) -> dict[int, BoardRow]:
    """The services as the board has them."""
    return {row.service_id: row for row in queries.board(actor, ids, now=here().now)}


def state(row: BoardRow) -> Cell:
    """How a service is now."""
    return Cell(row.seen.word, row.seen.shape)
