"""What a mail says, once read: plain values, nothing of the bytes they came from but the attachments."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from behalf.channels.reading.headers import Address

WINMAIL = "application/ms-tnef"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a mail. ``name`` is as it was given; ``safe_name`` may be kept and offered anywhere.

    An enclosed mail has no content here: it stays in the original. ``inside``: what a winmail.dat held.
    """

    name: str
    safe_name: str
    kind: str
    content: bytes | None = field(repr=False)
    content_id: str = ""
    inside: tuple[Attachment, ...] = ()

    @property
    def size(self) -> int | None:
        """How many bytes."""
        return None if self.content is None else len(self.content)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one recipient (RFC 3464): failed, delayed, delivered, relayed, expanded; status as ``5.1.1``."""

    recipient: str
    action: str
    status: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """One mail as it was read."""

    senders: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    subject: str
    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    date: datetime | None
    text: str
    html: str
    text_charset: str
    attachments: tuple[Attachment, ...]
    report: str
    dsn: tuple[Delivery, ...]
    original_id: str
    auto_submitted: str
    precedence: str
    is_list: bool
    suppress: str
    null_sender: bool
    headers: tuple[tuple[str, str], ...]
    tags: frozenset[str]
    cut: tuple[str, ...]

    @property
    def sender(self) -> Address | None:
        """Who wrote it, as it says."""
        return self.senders[0] if self.senders else None

    @property
    def files(self) -> tuple[Attachment, ...]:
        """What is worth keeping beside the text; a winmail.dat is replaced by what it held."""
        return tuple(one for given in self.attachments for one in (given.inside if given.kind == WINMAIL else (given,)))

    @property
    def threads(self) -> tuple[str, ...]:
        """The message ids that it answers, the nearest first."""
        return tuple(dict.fromkeys([*self.in_reply_to, *reversed(self.references)]))

    def header(self, name: str) -> str:
        """The first value of a field, readable; "" without it."""
        return next((value for field_name, value in self.headers if field_name == name), "")
