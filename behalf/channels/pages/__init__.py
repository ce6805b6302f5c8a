"""The pages of incoming mail and of robots: what came, the addresses and mailboxes it comes by, and who is told."""

from behalf.channels.pages.arrivals import (
    accept,
    arrival,
    arrivals,
    attach,
    attached,
    discard,
    of_case,
    original,
    replay,
    shown,
)
from behalf.channels.pages.inboxes import disconnect_mailbox, inboxes, mailbox, remove_inbox, try_mailbox
from behalf.channels.pages.robots import new_robot, remove_robot, robot, robots, tell_again, try_robot

__all__ = [
    "accept", "arrival", "arrivals", "attach", "attached", "discard", "disconnect_mailbox", "inboxes", "mailbox",
    "new_robot", "of_case", "original", "remove_inbox", "remove_robot", "replay", "robot", "robots", "shown",
    "tell_again", "try_mailbox", "try_robot",
]  # fmt: skip
