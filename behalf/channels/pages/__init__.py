"""The pages of incoming mail: what came, and the addresses and mailboxes it comes by."""

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

__all__ = [
    "accept", "arrival", "arrivals", "attach", "attached", "discard", "disconnect_mailbox", "inboxes", "mailbox",
    "of_case", "original", "remove_inbox", "replay", "shown", "try_mailbox",
]  # fmt: skip
