"""Cases, what is said on them, what happened, what was tried, what proves it, and how people work on them."""

from behalf.cases.models.blocks import CaseTag, Checked, CheckItem, TextBlock
from behalf.cases.models.bonds import Bond, Merge
from behalf.cases.models.case import (
    DESK_KINDS,
    MOVES,
    NOBODYS,
    OPEN,
    SUPPORT_KINDS,
    THEIRS,
    UNANSWERED,
    Attachment,
    Case,
    CaseEvent,
    CaseEvidence,
    CaseRow,
    Channel,
    Counter,
    DeskRow,
    EvidenceKind,
    Kind,
    Message,
    SearchRow,
    Severity,
    Status,
    Tried,
)
from behalf.cases.models.clocks import CaseClock, CaseHands, ClockDay, Promise, RolledUp
from behalf.cases.models.drafts import Draft
from behalf.cases.models.following import Follow, Reminder
from behalf.cases.models.handover import Handover
from behalf.cases.models.outgoing import Outgoing
from behalf.cases.models.parties import NoticeChoice, Notices, Party, Role
from behalf.cases.models.presence import Presence
from behalf.cases.models.rating import ANSWERS, Asking, Rating
from behalf.cases.models.times import Activity, TimeEntry
from behalf.cases.models.views import SavedView

__all__ = [
    "ANSWERS", "DESK_KINDS", "MOVES", "NOBODYS", "OPEN", "SUPPORT_KINDS", "THEIRS", "UNANSWERED", "Activity",
    "Asking", "Attachment", "Bond", "Case", "CaseClock", "CaseEvent", "CaseEvidence", "CaseHands", "CaseRow",
    "CaseTag", "Channel", "CheckItem", "Checked", "ClockDay", "Counter", "DeskRow", "Draft", "EvidenceKind", "Follow",
    "Handover", "Kind", "Merge", "Message", "NoticeChoice", "Notices", "Outgoing", "Party", "Presence", "Promise",
    "Rating", "Reminder", "Role", "RolledUp", "SavedView", "SearchRow", "Severity", "Status", "TextBlock",
    "TimeEntry", "Tried",
]  # fmt: skip
