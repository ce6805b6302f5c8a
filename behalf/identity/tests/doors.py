"""Objects for the generated test of doors."""

from __future__ import annotations

from typing import Any

from behalf.identity.models import Membership
from tests.world import World


def DOORS(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    """A person of each organization."""
    people = {
        organization: {"membership_id": Membership.objects.filter(organization_id=world[organization]).latest("id").pk}
        for organization in world["people"]
    }
    return {"identity:person": people, "identity:deactivate": people, "identity:reactivate": people}
