"""Objects for the generated test of doors."""

from __future__ import annotations

from typing import Any

from tests.world import World


def DOORS(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    """A mail of each organization."""
    mails = {organization: {"mail_id": mail} for organization, mail in world.mail.items()}
    return {"notifications:mail": mails, "notifications:again": mails}
