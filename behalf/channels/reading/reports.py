"""Reports of mail systems: what became of a mail (RFC 3464), that it was seen (RFC 8098), complaints (RFC 5965)."""

from __future__ import annotations

import re

from behalf.channels.reading import limits
from behalf.channels.reading.content import content
from behalf.channels.reading.headers import Headers, ids
from behalf.channels.reading.letter import Delivery
from behalf.channels.reading.limits import Budget
from behalf.channels.reading.tree import Part, enclosed, groups

KINDS = {
    "message/delivery-status": "delivery-status",
    "message/global-delivery-status": "delivery-status",
    "message/disposition-notification": "disposition-notification",
    "message/feedback-report": "feedback-report",
}
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_ORIGINAL = re.compile(r"(?im)^[ \t>]*message-id:[ \t]*(<[^<>\s]{3,900}>)")


def report(root: Part, parts: list[Part]) -> str:
    """Which report the mail is: by its own word, else by the part that makes it one; "" for none."""
    if root.kind == "multipart/report":
        return root.params.get("report-type", "").lower() or "unstated"
    return next((KINDS[part.kind] for part in parts if part.kind in KINDS), "")


def deliveries(parts: list[Part]) -> tuple[Delivery, ...]:
    """What a delivery report says of each recipient."""
    found: list[Delivery] = []
    for part in parts:
        if KINDS.get(part.kind) != "delivery-status":
            continue
        found.extend(one for fields in groups(content(part))[: limits.PARTS] if (one := _delivery(fields)))
    return tuple(found)


def original_id(parts: list[Part], text: str, budget: Budget) -> str:
    """The message id of the mail that a report is about; "" when it does not say."""
    for part in parts:
        if part.kind in ("message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers"):
            inner = enclosed(part, budget)
            if inner and (named := ids(inner.headers.raw("message-id"))):
                return named[0]
    for part in parts:
        if part.kind in KINDS:
            for fields in groups(content(part))[: limits.PARTS]:
                if named := ids(fields.raw("original-message-id")):
                    return named[0]
    quoted = _ORIGINAL.search(text)
    return quoted.group(1) if quoted else ""


def _delivery(fields: Headers) -> Delivery | None:
    recipient = _address(fields.text("final-recipient")) or _address(fields.text("original-recipient"))
    action = fields.text("action").lower().split(" ")[0]
    if not recipient and not action:
        return None
    words = fields.text("diagnostic-code")
    status = _STATUS.search(fields.text("status")) or _STATUS.search(words)
    return Delivery(recipient, action, status.group(1) if status else "", words[:500])


def _address(value: str) -> str:
    return value.rpartition(";")[2].strip().strip("<>").lower()[:320]
