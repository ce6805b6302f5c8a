"""Which resellers the addresses of this room take."""

from __future__ import annotations

from typing import Any

from tests.world import World


def DOORS(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    """The operator keeps them all; nobody else has pages with an address of theirs."""
    reseller = {"operator": {"reseller_id": world.alpha}, "alpha": {"reseller_id": world.beta}}
    return {"partners:reseller": reseller, "partners:standing": reseller}
