"""Every change of a case: its arrival, what is said on it, the work, what proves it, the customer's own steps."""

from behalf.cases.actions._drafts import clearing
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
from behalf.cases.actions.bonds import adopt, relate, untie
from behalf.cases.actions.bulk import (
    Result,
    assign_all,
    close_all,
    follow_all,
    merge_all,
    remind_all,
    reopen_all,
    reply_all,
    set_severity_all,
    take_all,
)
from behalf.cases.actions.calls import log_call, open_called
from behalf.cases.actions.closing import close, confirm
from behalf.cases.actions.desk import drop_block, drop_check, keep_block, keep_check
from behalf.cases.actions.drafts import drop_draft, forget_drafts, keep_draft
from behalf.cases.actions.following import end_reminder, follow, remind, tell_reminders
from behalf.cases.actions.handover import hand_over
from behalf.cases.actions.mailed import hear_mailed, open_mailed
from behalf.cases.actions.merge import merge, unmerge
from behalf.cases.actions.own import confirm_own, reopen_own, reply_own
from behalf.cases.actions.parties import choose_notices, drop_party, keep_party, set_contact
from behalf.cases.actions.presence import attend, leave
from behalf.cases.actions.proof import add_tried, link, note_event
from behalf.cases.actions.rating import ask, rate, rate_own, set_asking
from behalf.cases.actions.ready import add_tag, check, remove_tag, use_macro
from behalf.cases.actions.sending import go_out, go_out_late, send, undo_batch, undo_send
from behalf.cases.actions.showing import hide, set_affected, show
from behalf.cases.actions.split import split
from behalf.cases.actions.talk import hear, note, reply
from behalf.cases.actions.times import book_time, correct_time
from behalf.cases.actions.views import drop_view, save_view
from behalf.cases.actions.work import (
    assign,
    release,
    reopen,
    resolve,
    set_severity,
    set_status,
    take,
)

__all__ = [
    "Replayed", "Result", "add_tag", "add_tried", "add_up", "adopt", "ask", "assign", "assign_all", "attend",
    "book_time", "check", "choose_notices", "clearing", "close", "close_all", "confirm", "confirm_own", "correct_time",
    "drop_block", "drop_check", "drop_draft", "drop_party", "drop_view", "end_reminder", "follow", "follow_all",
    "forget_drafts", "go_out", "go_out_late", "hand_over", "hear", "hear_mailed", "hide", "keep_block", "keep_check",
    "keep_draft", "keep_party", "leave", "link", "log_call", "merge", "merge_all", "note", "note_event", "open",
    "open_called", "open_linked", "open_mailed", "open_own", "rate", "rate_own", "relate", "release", "remind",
    "remind_all", "remove_tag", "reopen", "reopen_all", "reopen_own", "replay", "reply", "reply_all", "reply_own",
    "reserve_number", "resolve", "save_view", "send", "set_affected", "set_agreement", "set_asking", "set_contact",
    "set_severity", "set_severity_all", "set_status", "show", "sound", "split", "sweep", "take", "take_all",
    "tell_late", "tell_reminders", "undo_batch", "undo_send", "unmerge", "untie", "use_macro",
]  # fmt: skip
