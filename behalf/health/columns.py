"""What this room adds to a list of services."""

from __future__ import annotations

from collections.abc import Sequence

from behalf.health import queries
from behalf.kit.actor import Actor
from behalf.web.place import here
from behalf.web.plate import Cell


def state(actor: Actor, ids: Sequence[int]) -> dict[int, Cell]:
    """How each service is now."""
    rows = queries.board(actor, ids, now=here().now)
    return {row.service_id: Cell(row.seen.word, row.seen.shape) for row in rows}
