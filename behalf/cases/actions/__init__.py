"""Every change of a case: its arrival, what is said on it, the work, what proves it, the customer's own steps."""

from behalf.cases.actions._files import sweep
from behalf.cases.actions.adding_up import add_up
from behalf.cases.actions.agreement import Replayed, replay, set_agreement
from behalf.cases.actions.alarms import sound, tell_late
from behalf.cases.actions.arrive import (
    open,  # noqa: A004  # a case is opened, as people say
    open_linked,
    open_own,
    reserve_number,
)
from behalf.cases.actions.own import confirm_own, reopen_own, reply_own
from behalf.cases.actions.proof import add_tried, link, note_event
from behalf.cases.actions.talk import hear, note, reply
from behalf.cases.actions.work import (
    assign,
    close,
    confirm,
    release,
    reopen,
    resolve,
    set_severity,
    set_status,
    take,
)

__all__ = [
    "Replayed", "add_tried", "add_up", "assign", "close", "confirm", "confirm_own", "hear", "link", "note",
    "note_event", "open", "open_linked", "open_own", "release", "reopen", "reopen_own", "replay", "reply",
    "reply_own", "reserve_number", "resolve", "set_agreement", "set_severity", "set_status", "sound", "sweep",
    "take", "tell_late",
]  # fmt: skip
