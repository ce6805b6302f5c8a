"""A mail explained for scripts: its facts, its text, what is to become of it and why."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from behalf.channels.reading.deciding import Ours, decide
from behalf.channels.reading.letter import Read
from behalf.channels.reading.reader import read


def explained(raw: bytes, ours: Ours) -> dict[str, object]:
    """Everything that the intake would know of these bytes before it looks into the database."""
    mail = read(raw)
    decision = decide(mail, ours)
    return {
        **facts(mail),
        "decision": decision.word,
        "reasons": [str(reason) for reason in decision.reasons],
        "text": mail.text,
    }


def facts(mail: Read) -> dict[str, Any]:
    """What a mail says, as plain values."""
    return {
        "from": [one.address for one in mail.senders[:1]],
        "from_name": mail.sender.name if mail.sender else "",
        "to": [one.address for one in mail.to],
        "cc": [one.address for one in mail.cc],
        "reply_to": [one.address for one in mail.reply_to],
        "subject": mail.subject,
        "message_id": mail.message_id,
        "in_reply_to": " ".join(mail.in_reply_to),
        "references": list(mail.references),
        "date": mail.date.strftime("%Y-%m-%dT%H:%M:%SZ") if mail.date else None,
        "text_charset": mail.text_charset,
        "has_html": bool(mail.html),
        "attachments": [
            {
                "name": one.name,
                "type": one.kind,
                "size": one.size,
                "sha256": None if one.content is None else sha256(one.content).hexdigest(),
                "stored_as": one.safe_name,
            }
            for one in mail.attachments
        ],
        "inside_winmail": [inside.safe_name for one in mail.attachments for inside in one.inside],
        "report": mail.report or None,
        "dsn": [{"recipient": one.recipient, "action": one.action, "status": one.status} for one in mail.dsn],
        "original_message_id": mail.original_id,
        "auto_submitted": mail.auto_submitted,
        "precedence": mail.precedence,
        "list": mail.is_list,
        "suppress": mail.suppress,
        "null_sender": mail.null_sender,
        "tags": sorted(mail.tags),
        "unread": list(mail.cut),
    }
