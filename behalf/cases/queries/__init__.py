"""Every read of cases: the queue, one case, and what the customer sees of its own."""

from behalf.cases.queries._evidence import Evidence
from behalf.cases.queries._family import family_of
from behalf.cases.queries._present import Present
from behalf.cases.queries.around import Around, around
from behalf.cases.queries.bonds import Bonded, Requester, children, own_survivor_of, requesters, survivor_of
from behalf.cases.queries.case import (
    attachment,
    by_exchange,
    case,
    conversation,
    message,
    thread,
    tried,
    version,
)
from behalf.cases.queries.clocks import Counted, Course, Explained, course, explained, promised
from behalf.cases.queries.drafts import Draft
from behalf.cases.queries.evidence import attached_to, evidence
from behalf.cases.queries.following import Reminding, followed, followers, reminders
from behalf.cases.queries.going import Going
from behalf.cases.queries.handover import SHIFTS, Brief, brief, handed_over
from behalf.cases.queries.inbox import (
    LIMIT,
    Inbox,
    Listed,
    Saved,
    Tabs,
    by_number,
    chosen,
    counts,
    inbox,
    of_account,
    tabs,
    views,
)
from behalf.cases.queries.own import own_attachment, own_case, own_cases, own_follow_ups, own_thread, own_version
from behalf.cases.queries.parties import own_notices, parties, takes_part
from behalf.cases.queries.presence import present, said_since
from behalf.cases.queries.promises import Promised, first_answers
from behalf.cases.queries.proof import Change, change_for_case, of_customer
from behalf.cases.queries.rating import (
    SORTS,
    Voice,
    Voices,
    VoicesOf,
    asked_by_key,
    asking,
    own_rating,
    voices,
    voices_behind,
)
from behalf.cases.queries.ready import Ready, checklists, ready_for, text_blocks
from behalf.cases.queries.reports import Behind, Line, Report, Sums, behind, report
from behalf.cases.queries.search import Found, Hit, search
from behalf.cases.queries.thread import Conversation, Download, Entry, FileRow
from behalf.cases.queries.times import TIME_LIMIT, Booked, Worked, booked, booked_entry, entries, worked, worked_in_all
from behalf.cases.queries.variables import variables

__all__ = [
    "LIMIT", "SHIFTS", "SORTS", "TIME_LIMIT", "Around", "Behind", "Bonded", "Booked", "Brief", "Change",
    "Conversation", "Counted", "Course", "Download", "Draft", "Entry", "Evidence", "Explained", "FileRow", "Found",
    "Going", "Hit", "Inbox", "Line", "Listed", "Present", "Promised", "Ready", "Reminding", "Report", "Requester",
    "Saved", "Sums", "Tabs", "Voice", "Voices", "VoicesOf", "Worked", "around", "asked_by_key", "asking",
    "attached_to", "attachment", "behind", "booked", "booked_entry", "brief", "by_exchange", "by_number", "case",
    "change_for_case", "checklists", "children", "chosen", "conversation", "counts", "course", "entries", "evidence",
    "explained", "family_of", "first_answers", "followed", "followers", "handed_over", "inbox", "message",
    "of_account", "of_customer", "own_attachment", "own_case", "own_cases", "own_follow_ups", "own_notices",
    "own_rating", "own_survivor_of", "own_thread", "own_version", "parties", "present", "promised", "ready_for",
    "reminders", "report", "requesters", "said_since", "search", "survivor_of", "tabs", "takes_part", "text_blocks",
    "thread", "tried", "variables", "version", "views", "voices", "voices_behind", "worked", "worked_in_all",
]  # fmt: skip
