"""What is right for a case: its way from arrival to the closed loop, and its place in the queue.

States follow domain.md 2.3 (12). When a promise falls due is worked out in ``clocks.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

NEW, IN_PROGRESS, WAITING, WITH_OPERATOR, RESOLVED, CLOSED = (
    "new", "in_progress", "waiting_customer", "with_operator", "resolved", "closed",
)  # fmt: skip
OPEN = (NEW, IN_PROGRESS, WAITING, WITH_OPERATOR, RESOLVED)

US, CUSTOMER, OPERATOR, NOBODY = "us", "cust", "oper", ""

LOOP = timedelta(hours=72)
REOPENS = timedelta(days=14)
RATED_WITHIN = timedelta(days=14)  # how long the question after a closed case can be answered

# Where a case without a deadline stands in the queue: behind all that have one.
LAST = datetime(9999, 1, 1, tzinfo=UTC)

MOST_CHILDREN = 200
MOST_BONDS = 400
MOST_AT_ONCE = 100
MOST_VIEWS = 30
MOST_PARTIES = 20
MANY = 10  # people hit, from which on a case is one of those that hit many
AFFECTED_AT_MOST = 10_000_000

_NUMBER = re.compile(r"[A-Za-z]{1,4}-\d{1,12}")

Bucket = Literal["late", "hour", "today", "later", "stopped"]
BUCKETS: tuple[Bucket, ...] = ("late", "hour", "today", "later", "stopped")

# How long somebody counts as being at a case after the page last said so; it says so every fifteen seconds.
PRESENT_FOR = timedelta(seconds=45)
WRITING = ("reply", "note")


# --- The way ---------------------------------------------------------------------------------------------------------


def may_converse(status: str) -> bool:
    """Whether we may still write on it; a closed case is reopened first."""
    return status != CLOSED


def after_our_reply(status: str, *, wait: bool) -> str:
    """A public reply takes the case up, or hands it to the customer; it does not call the operator back."""
    if wait:
        return WAITING
    return status if status in (WITH_OPERATOR, RESOLVED) else IN_PROGRESS


def after_their_reply(status: str) -> str:
    """An answer of the customer brings a case back into our hands; what is new or with the operator stays so."""
    return status if status in (NEW, WITH_OPERATOR) else IN_PROGRESS


def may_resolve(status: str) -> bool:
    """Whether a solution may be told to the customer now."""
    return status not in (RESOLVED, CLOSED)


def may_confirm(status: str) -> bool:
    """Whether the customer may be said to agree: there must be a solution to agree with."""
    return status == RESOLVED


def may_reopen(status: str, *, closed_at: datetime | None, now: datetime) -> bool:
    """A resolved case reopens any time, a closed one within 14 days (GL); afterwards it is a new case."""
    if status == RESOLVED:
        return True
    return status == CLOSED and closed_at is not None and now - closed_at <= REOPENS


def holder(status: str) -> str:
    """In whose hand a case of this status lies."""
    return {WAITING: CUSTOMER, RESOLVED: CUSTOMER, WITH_OPERATOR: OPERATOR, CLOSED: NOBODY}.get(status, US)


def seen(status: str, *, background: bool) -> str:
    """The status as somebody sees it: without the background what lies with the operator is our work in progress."""
    return IN_PROGRESS if status == WITH_OPERATOR and not background else status


def meant_by(status: str, *, background: bool) -> tuple[str, ...]:
    """The statuses that somebody means who asks for one: what they do not see apart, they ask for together."""
    if background:
        return (status,)
    return (IN_PROGRESS, WITH_OPERATOR) if status == IN_PROGRESS else () if status == WITH_OPERATOR else (status,)


def is_number(text: str) -> bool:
    """Whether a text reads like the number of a case: ``SH-10482``."""
    return _NUMBER.fullmatch(text.strip()) is not None


# --- Letters ---------------------------------------------------------------------------------------------------------


def wants(notices: str, letter: str) -> bool:
    """Whether somebody who chose so gets this letter: opened, answered, resolved or asked."""
    return notices == "all" or (notices == "answers" and letter in ("answered", "resolved"))


# --- The clock -------------------------------------------------------------------------------------------------------


def counts(status: str) -> bool:
    """Whether our clock runs: also while the operator works, for the customer waits for us."""
    return status in (NEW, IN_PROGRESS, WITH_OPERATOR)


def due(status: str, counts_from: datetime, promised: datetime | None) -> datetime | None:
    """The earliest promise that is open; for a resolved case, when the loop should be closed (P31)."""
    if status == RESOLVED:
        return counts_from + LOOP
    return promised if counts(status) else None


def restarts(before: str, after: str) -> bool:
    """Whether the interval begins anew because the case came back into our hands."""
    return counts(after) and not counts(before)


def place(due_at: datetime | None) -> datetime:
    """Where a case stands in the queue, a value that every case has, so that pages can go by it."""
    return due_at or LAST


def bucket(due_at: datetime | None, *, now: datetime, midnight: datetime) -> Bucket:
    """Under which heading of the queue a case stands; ``midnight`` ends the reader's day."""
    if due_at is None:
        return "stopped"
    if due_at < now:
        return "late"
    if due_at < now + timedelta(hours=1):
        return "hour"
    return "today" if due_at < midnight else "later"


def midnight(now: datetime) -> datetime:
    """The end of the day in which ``now`` lies, on its own clock."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hold:
    """A stretch of time in one party's hand."""

    party: str
    since: datetime
    until: datetime

    @property
    def seconds(self) -> float:
        """How long it lasted."""
        return (self.until - self.since).total_seconds()


# --- Attachments -----------------------------------------------------------------------------------------------------

LARGEST = 10 * 1024 * 1024
MOST = 5
TYPES = {
    "csv": "text/csv", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "eml": "message/rfc822", "gif": "image/gif", "har": "application/json", "jpeg": "image/jpeg", "jpg": "image/jpeg",
    "json": "application/json", "log": "text/plain", "msg": "application/vnd.ms-outlook", "pdf": "application/pdf",
    "png": "image/png", "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain", "webp": "image/webp",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xml": "text/xml",
    "zip": "application/zip",
}  # fmt: skip
_BEGINNINGS: dict[str, Sequence[bytes]] = {
    "docx": (b"PK",), "gif": (b"GIF8",), "jpeg": (b"\xff\xd8",), "jpg": (b"\xff\xd8",), "msg": (b"\xd0\xcf\x11\xe0",),
    "pdf": (b"%PDF",), "png": (b"\x89PNG",), "pptx": (b"PK",), "webp": (b"RIFF",), "xlsx": (b"PK",), "zip": (b"PK",),
}  # fmt: skip


def ending(name: str) -> str:
    """The last part of a file's name, in lower case."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def is_what_it_says(name: str, beginning: bytes) -> bool:
    """Whether a file of a known binary type begins as that type does."""
    known = _BEGINNINGS.get(ending(name))
    return known is None or any(beginning.startswith(each) for each in known)


def plain_name(name: str) -> str:
    """A file's name without folders and control characters, short enough for every file system."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in last if letter.isprintable()).strip(" .")
    stem, dot, end = kept.rpartition(".")
    return f"{stem[:100]}{dot}{end[:10]}" if dot else kept[:100]
