"""The partners' part of the small world: alpha and beta are enrolled; beta has the premium agreement."""

from __future__ import annotations

from behalf.kit.tenancy import acting
from behalf.partners import actions
from tests.world import NOW, World


def furnish(world: World) -> None:
    """Enter both resellers and say how their customers reach them."""
    operator = world.actor("operator", "operator_admin")
    for name, premium in (("alpha", False), ("beta", True)):
        with acting(operator):
            actions.enter(operator, world[name], name=world.actor(name).org_name, premium=premium, now=NOW)
        actions.edit_support_profile(
            world.actor(name, "global_admin"),
            email=f"support@{name}.example",
            phone="+86 21 5555 0100",
            website=f"https://{name}.example/support",
            hours="24 × 7",
            languages="中文, English",
            now=NOW,
        )
