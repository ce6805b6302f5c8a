"""Every read of cases: the queue, one case, and what the customer sees of its own."""

from behalf.cases.queries.case import (
    attachment,
    by_exchange,
    case,
    conversation,
    said,
    thread,
    tried,
    version,
)
from behalf.cases.queries.clocks import Counted, Course, Explained, course, explained, promised
from behalf.cases.queries.evidence import Evidence, attached_to, evidence
from behalf.cases.queries.inbox import LIMIT, Inbox, Listed, by_number, counts, inbox, of_account, views
from behalf.cases.queries.own import own_attachment, own_case, own_cases, own_thread, own_version
from behalf.cases.queries.proof import Change, change_for_case, of_customer
from behalf.cases.queries.reports import Behind, Line, Report, Sums, behind, report
from behalf.cases.queries.search import Found, Hit, search
from behalf.cases.queries.thread import Conversation, Download, Entry, FileRow

__all__ = [
    "LIMIT", "Behind", "Change", "Conversation", "Counted", "Course", "Download", "Entry", "Evidence", "Explained",
    "FileRow", "Found", "Hit", "Inbox", "Line", "Listed", "Report", "Sums", "attached_to", "attachment", "behind",
    "by_exchange", "by_number", "case", "change_for_case", "conversation", "counts", "course", "evidence",
    "explained", "inbox", "of_account", "of_customer", "own_attachment", "own_case", "own_cases", "own_thread",
    "own_version", "promised", "report", "said", "search", "thread", "tried", "version", "views",
]  # fmt: skip
