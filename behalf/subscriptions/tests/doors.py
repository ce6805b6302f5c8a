"""Which objects the addresses of this room take."""

from __future__ import annotations

from typing import Any

from tests.world import World


def DOORS(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    """Alpha's own are those of customer one, beta's those of three; both have handed in a file."""
    accounts = {
        "alpha": {"account_id": world.account_one},
        "beta": {"account_id": world.account_three},
        "one": {"account_id": world.account_one},
        "three": {"account_id": world.account_three},
    }
    bought = {
        "alpha": {"account_id": world.account_one, "subscription_id": world.one_e3},
        "beta": {"account_id": world.account_three, "subscription_id": world.three_premium},
        "one": {"account_id": world.account_one, "subscription_id": world.one_e3},
        "three": {"account_id": world.account_three, "subscription_id": world.three_premium},
    }
    files = {"alpha": {"import_id": world.alpha_file}, "beta": {"import_id": world.beta_file}}
    return {
        **{f"subscriptions:{name}": accounts for name in ("of_account", "panel", "add")},
        **{f"subscriptions:{name}": bought for name in ("subscription", "seats", "rename", "suspend", "reactivate")},
        **{f"subscriptions:{name}": files for name in ("import_file", "start_import")},
    }
