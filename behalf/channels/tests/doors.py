"""Which objects the addresses of this room take."""

from __future__ import annotations

from typing import Any

from tests.world import World


def DOORS(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    """Own objects of each organization, by the name of the address."""
    mails = {desk: {"arrival_id": mail} for desk, mail in world.arrival.items()}
    cases = {"alpha": {"case_id": world.case_one}, "beta": {"case_id": world.case_three}}
    return {
        **{
            f"channels:{name}": mails
            for name in ("arrival", "shown", "original", "accept", "attach", "discard", "replay")
        },
        "channels:attached": {desk: {**one, "number": 1} for desk, one in mails.items()},
        "channels:of_case": cases,
        **{
            f"channels:{name}": {desk: {"inbox_id": inbox} for desk, inbox in world.inbox.items()}
            for name in ("remove_inbox", "mailbox", "try_mailbox", "disconnect_mailbox")
        },
        **{
            f"channels:{name}": {desk: {"robot_id": robot} for desk, robot in world.robot.items()}
            for name in ("robot", "try_robot", "tell_again", "remove_robot")
        },
    }
