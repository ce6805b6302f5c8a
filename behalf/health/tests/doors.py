"""Own objects for the generated test of doors."""

from __future__ import annotations

from typing import Any

from tests.world import World

ACCOUNTS = {"alpha": "one", "one": "one", "beta": "three", "three": "three"}


def DOORS(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    """URL name -> organization -> arguments of an object that it owns, or ``*`` for what was published to all."""
    accounts = {owner: {"account_id": world[f"account_{name}"]} for owner, name in ACCOUNTS.items()}
    checks = {
        owner: {"account_id": world[f"account_{name}"], "check_id": world[f"check_{name}"]}
        for owner, name in ACCOUNTS.items()
    }
    incident = {"*": {"incident_id": world.incident}}
    work = {"*": {"maintenance_id": world.work}}
    news = {"*": {"announcement_id": world.news}}
    return {
        "health:service": {"*": {"service_id": world.services["exchange-online"]}},
        "health:incident": incident,
        "health:update_incident": incident,
        "health:correct_update": {"*": {"update_id": world.first_word}},
        "health:correct_state": {"*": {"statement_id": world.statement}},
        **{f"health:{name}": work for name in ("work", "move", "start", "end", "cancel", "reword")},
        **{f"health:{name}": news for name in ("announcement", "correct_announcement", "withdraw")},
        "health:of_customer": accounts,
        "health:panel": accounts,
        "health:check": accounts,
        "health:recorded": checks,
    }
