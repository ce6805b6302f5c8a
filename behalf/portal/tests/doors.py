"""Which objects the addresses of the portal take."""

from __future__ import annotations

from typing import Any

from tests.world import World

OF_A_CASE = ("case", "live", "write", "confirm", "reopen", "rate")


def DOORS(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    """Own objects of each customer, by the name of the address."""
    cases = {name: {"case_id": world[f"case_{name}"]} for name in ("one", "two", "three")}
    files = {
        "one": {**cases["one"], "file_id": world.file_alpha},
        "three": {**cases["three"], "file_id": world.file_beta},
    }
    return {**{f"portal:{name}": cases for name in OF_A_CASE}, "portal:file": files}
