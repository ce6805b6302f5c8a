"""Which offers the addresses of this room take: everybody's."""

from __future__ import annotations

from typing import Any

from tests.world import World


def DOORS(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    """Offers are published: there is no foreign one."""
    offer = {"*": {"offer_id": world.offers["office-365-e1"]}}
    return {f"catalog:{name}": offer for name in ("pin", "unpin", "withdraw", "sell")}
