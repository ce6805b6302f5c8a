"""What this room adds to lists of lower rooms."""

from __future__ import annotations

from collections.abc import Sequence

from behalf.customers import queries
from behalf.kit.actor import Actor
from behalf.web.plate import Cell


def customers_of_resellers(actor: Actor, ids: Sequence[int]) -> dict[int, Cell]:
    """How many customers each reseller has."""
    counts = queries.count_by_reseller(actor)
    return {reseller_id: Cell(counts.get(reseller_id, 0)) for reseller_id in ids}
