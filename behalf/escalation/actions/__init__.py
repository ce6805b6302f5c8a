"""Every change: preparing the gate, sending a dossier, the words that cross, and what follows from them."""

from behalf.escalation.actions.follow import bring_down, bring_up, forward, receive
from behalf.escalation.actions.prepare import answer_incident, override, prepare
from behalf.escalation.actions.send import judge, reopen, reply, send, send_portal_request

__all__ = [
    "answer_incident", "bring_down", "bring_up", "forward", "judge", "override", "prepare", "receive", "reopen",
    "reply", "send", "send_portal_request",
]  # fmt: skip
