"""Whose objects the addresses of this room take."""

from __future__ import annotations

from typing import Any

from tests.world import World

RESELLERS = {"alpha": "one", "beta": "three"}


def DOORS(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    """An own object for each organization that can have one."""
    exchange = world.services["exchange-online"]
    account = {org: {"account_id": world[f"account_{name}"]} for org, name in RESELLERS.items()}
    service = {org: {**own, "service_id": exchange} for org, own in account.items()}
    setting = {org: {**own, "setting_id": world[f"setting_{RESELLERS[org]}"]} for org, own in service.items()}
    change = {org: {**own, "change_id": world[f"change_{RESELLERS[org]}"]} for org, own in service.items()}
    delegation = {name: {"delegation_id": world[f"delegation_{name}"]} for name in ("one", "two", "three")}
    return {
        **{f"administration:{name}": account for name in ("services", "record", "extend", "end")},
        **{f"administration:{name}": service for name in ("service", "users", "portal", "ask", "begin", "look")},
        **{f"administration:{name}": change for name in ("change", "again", "undo")},
        **{f"administration:{name}": delegation for name in ("remove", "grant")},
        "administration:correct": setting,
    }
