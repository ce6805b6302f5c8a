"""Which accounts the addresses of this room take."""

from __future__ import annotations

from typing import Any

from tests.world import World

NAMES = ("customer", "account", "edit", "edit_billing", "add_admin")


def DOORS(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    """Alpha's own account is one, beta's is three."""
    accounts = {
        "alpha": {"account_id": world.account_one},
        "beta": {"account_id": world.account_three},
        "one": {"account_id": world.account_one},
        "three": {"account_id": world.account_three},
    }
    return {f"customers:{name}": accounts for name in NAMES}
