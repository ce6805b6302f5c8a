"""Every change about mail: it arrives, it is looked at, a human decides, an address is kept, an envelope is made."""

from behalf.channels.actions.arriving import claim, receive, release
from behalf.channels.actions.deciding import accept, attach, discard, replay
from behalf.channels.actions.fetching import (
    begin_fetch,
    connect_mailbox,
    disconnect_mailbox,
    end_fetch,
    fail_fetch,
    fetch_now,
    keep_fetched,
    settle,
    start_at,
)
from behalf.channels.actions.leaving import envelope
from behalf.channels.actions.settings import add_inbox, remove_inbox
from behalf.channels.actions.taking import take

__all__ = [
    "accept", "add_inbox", "attach", "begin_fetch", "claim", "connect_mailbox", "discard", "disconnect_mailbox",
    "end_fetch", "envelope", "fail_fetch", "fetch_now", "keep_fetched", "receive", "release", "remove_inbox", "replay",
    "settle", "start_at", "take",
]  # fmt: skip
