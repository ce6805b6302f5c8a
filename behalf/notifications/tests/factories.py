"""Mail and notices in the small world: one failed mail of each tier's desk, one notice for each person."""

from __future__ import annotations

from behalf.notifications import actions
from tests.world import NOW, World

ABOUT = ("person", 1, "somebody")


def furnish(world: World) -> None:
    """``world.mail[organization]``: the id of a mail of that organization."""
    world.mail = {}
    for organization, staff in world["people"].items():
        system = world.system(organization)
        world.mail[organization] = actions.mail(
            system,
            to="nobody@nowhere.example",
            to_name="Nobody",
            subject="Lost",
            text="This mail found nobody.",
            language="en",
            about=ABOUT,
            now=NOW,
        )
        for _attempt in range(7):
            actions.claim(system, world.mail[organization], now=NOW)
            actions.record_failure(system, world.mail[organization], error="no such mailbox", for_good=False, now=NOW)
        for person in staff.values():
            actions.tell(
                system, person.person, text="Welcome, %(name)s", facts={"name": person.name}, url="/me/",
                kind="welcome", about=ABOUT, key="welcome", now=NOW,
            )  # fmt: skip
