"""Every change about mail: it arrives, it is looked at, a human decides, an address is kept, an envelope is made."""

from behalf.channels.actions.arriving import claim, receive
from behalf.channels.actions.deciding import accept, attach, discard, replay
from behalf.channels.actions.leaving import envelope
from behalf.channels.actions.settings import add_inbox, remove_inbox
from behalf.channels.actions.taking import take

__all__ = [
    "accept", "add_inbox", "attach", "claim", "discard", "envelope", "receive", "remove_inbox", "replay", "take",
]  # fmt: skip
