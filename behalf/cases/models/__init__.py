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
from behalf.cases.models.parties import NoticeChoice, Notices, Party, Role
from behalf.cases.models.presence import Presence
from behalf.cases.models.times import Activity, TimeEntry
from behalf.cases.models.views import SavedView

__all__ = [
    "DESK_KINDS", "MOVES", "NOBODYS", "OPEN", "SUPPORT_KINDS", "THEIRS", "Activity", "Attachment", "Bond", "Case",
    "CaseClock", "CaseEvent", "CaseEvidence", "CaseHands", "CaseRow", "CaseTag", "Channel", "CheckItem", "Checked",
    "ClockDay", "Counter", "DeskRow", "EvidenceKind", "Kind", "Merge", "Message", "NoticeChoice", "Notices", "Party",
    "Presence", "Promise", "Role", "RolledUp", "SavedView", "SearchRow", "Severity", "Status", "TextBlock",
    "TimeEntry", "Tried",
]  # fmt: skip
