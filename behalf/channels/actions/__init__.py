"""Every change about mail: it arrives, it is looked at, a human decides, an address is kept, an envelope is made.

And about groups: their robots are kept, and tell them.
"""

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
from behalf.channels.actions.robots import keep_robot, remove_robot, tell_again
from behalf.channels.actions.settings import add_inbox, remove_inbox
from behalf.channels.actions.taking import take
from behalf.channels.actions.telling import begin_telling, end_telling, fail_telling, tell_groups

__all__ = [
    "accept", "add_inbox", "attach", "begin_fetch", "begin_telling", "claim", "connect_mailbox", "discard",
    "disconnect_mailbox", "end_fetch", "end_telling", "envelope", "fail_fetch", "fail_telling", "fetch_now",
    "keep_fetched", "keep_robot", "receive", "release", "remove_inbox", "remove_robot", "replay", "settle",
    "start_at", "take", "tell_again", "tell_groups",
]  # fmt: skip
