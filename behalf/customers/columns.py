"""What this room adds to lists of lower rooms."""

from __future__ import annotations

from collections.abc import Sequence

from behalf.customers import queries
from behalf.kit.actor import Actor
from behalf.web.plate import Cell


def counts(actor: Actor, ids: Sequence[int]) -> dict[int, int]:
    """How many customers each reseller has."""
    counted = queries.count_by_reseller(actor)
    return {reseller_id: counted.get(reseller_id, 0) for reseller_id in ids}


def customers_of_reseller(count: int) -> Cell:
    """The number of a reseller's customers."""
    return Cell(count)
