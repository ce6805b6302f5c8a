"""The messages that the sink kept: written whole or not at all, read newest first."""

from __future__ import annotations

import html
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import nh3
from markupsafe import Markup

NAME = re.compile(r"\d{8}T\d{6}\.\d{6}-[0-9a-f]{6}")
LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")
MOST_SHOWN = 200


@dataclass(frozen=True)
class Letter:
    """One message as a person or a test wants to read it."""

    key: str
    received_at: datetime
    sender: str
    recipients: list[str]
    subject: str
    text: str
    html: str
    headers: list[tuple[str, str]]
    attachments: list[str]

    @property
    def links(self) -> list[str]:
        """Every address in the text, in order."""
        return LINK.findall(self.text or nh3.clean(self.html, tags=set()))

    def linked_text(self) -> Markup:
        """The text with its addresses clickable, everything else escaped."""
        return Markup(LINK.sub(_anchor, html.escape(self.text, quote=False)))  # noqa: S704 - escaped just before

    def clean_html(self) -> Markup:
        """The HTML part without anything that runs, loads or frames."""
        return Markup(nh3.clean(self.html, link_rel="noopener noreferrer"))  # noqa: S704 - cleaned just now


def keep(folder: Path, content: bytes, *, recipients: Sequence[str]) -> str:
    """Keep a message that arrived just now; returns its key."""
    key = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{secrets.token_hex(3)}"
    envelope = "".join(f"X-Envelope-To: {address}\r\n" for address in recipients).encode()
    draft = folder / f".{key}.part"
    draft.write_bytes(envelope + content)
    draft.replace(folder / f"{key}.eml")
    return key


def newest(folder: Path, *, recipient: str = "") -> list[Letter]:
    """The latest messages, newest first; ``recipient`` narrows them to one address."""
    found: list[Letter] = []
    for path in sorted(folder.glob("*.eml"), reverse=True):
        letter = _read(path)
        if not recipient or recipient.lower() in (address.lower() for address in letter.recipients):
            found.append(letter)
        if len(found) == MOST_SHOWN:
            break
    return found


def find(folder: Path, key: str) -> Letter | None:
    """The message of this key; None when there is none, whatever the key looks like."""
    path = file_of(folder, key)
    return _read(path) if path else None


def file_of(folder: Path, key: str) -> Path | None:
    """The file of a message, for downloading; keys that could leave the folder find nothing."""
    path = folder / f"{key}.eml"
    return path if NAME.fullmatch(key) and path.is_file() else None


def _read(path: Path) -> Letter:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    return Letter(
        key=path.stem,
        received_at=datetime.strptime(path.stem[:22], "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC),
        sender=str(message.get("From", "")),
        recipients=[str(address) for address in message.get_all("X-Envelope-To", [])],
        subject=str(message.get("Subject", "")),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        headers=[(name, str(value)) for name, value in message.items() if name != "X-Envelope-To"],
        attachments=[part.get_filename() or "" for part in message.iter_attachments()],
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    if part is None:
        return ""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    return content.decode(part.get_content_charset("utf-8"), errors="replace").replace("\r\n", "\n")


def _anchor(found: re.Match[str]) -> str:
    address = found.group()
    return f'<a href="{address.replace(chr(34), "%22")}" rel="noopener noreferrer">{address}</a>'
