"""The messages that the sink kept: written whole or not at all, read newest first."""

from __future__ import annotations

import html
import re
import secrets
from binascii import a2b_base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy, quoprimime
from email.message import Message
from pathlib import Path

import nh3
from markupsafe import Markup

NAME = re.compile(r"\d{8}T\d{6}\.\d{6}-[0-9a-f]{6}")
LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")
WORDS = re.compile(r"=\?([^?\s]+)\?([bBqQ])\?([^?]*)\?=(?:\s+(?==\?[^?\s]+\?[bBqQ]\?))?")
ENVELOPE = "X-Envelope-To"  # stands before what the sender wrote
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
    envelope = f"{ENVELOPE}: {', '.join(recipients)}\r\n".encode()
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
    """A message whatever it holds: what cannot be read is shown as it came, and never hides the others."""
    message = message_from_bytes(path.read_bytes(), policy=policy.compat32)  # its headers are text, never an error
    headers = [(_shown(name), _decoded(value)) for name, value in message.raw_items()]
    parts = [part for part in message.walk() if not part.is_multipart()]
    return Letter(
        key=path.stem,
        received_at=datetime.strptime(path.stem[:22], "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC),
        sender=_first(headers, "from"),
        recipients=headers[0][1].split(", ") if headers and headers[0][0] == ENVELOPE else [],
        subject=_first(headers, "subject"),
        text=_body(parts, "plain"),
        html=_body(parts, "html"),
        headers=headers[1:],
        attachments=[_file_name(part) for part in parts if _is_file(part)],
    )


def _first(headers: Sequence[tuple[str, str]], name: str) -> str:
    return next((value for known, value in headers if known.lower() == name), "")


def _body(parts: Sequence[Message], kind: str) -> str:
    """The first part of this kind that is no file."""
    part = next((each for each in parts if each.get_content_type() == f"text/{kind}" and not _is_file(each)), None)
    content = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(content, bytes):
        return ""
    return _text(content, str(part.get_content_charset("utf-8"))).replace("\r\n", "\n").replace("\0", "\ufffd")


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _file_name(part: Message) -> str:
    return _decoded(str(part.get_filename() or part.get_content_type()))


def _decoded(raw: str) -> str:
    """A header as people read it, without the folds that its lines have."""
    return _shown(WORDS.sub(_words, _shown(raw)).replace("\r", "").replace("\n", ""))


def _words(found: re.Match[str]) -> str:
    """What an encoded word says; one that says nothing stays as it is."""
    charset, form, content = found.groups()
    try:
        raw = a2b_base64(content) if form in "bB" else quoprimime.header_decode(content).encode("latin-1")
    except (ValueError, UnicodeError):
        return found.group()
    return _text(raw, charset.partition("*")[0])


def _text(raw: bytes, charset: str) -> str:
    """Text in a charset that may not exist, or not fit."""
    try:
        return raw.decode(charset, errors="replace")
    except (LookupError, ValueError):
        return raw.decode(errors="replace")


def _shown(raw: str) -> str:
    """Text without what a page cannot carry."""
    return raw.encode(errors="surrogateescape").decode(errors="replace").replace("\0", "\ufffd")


def _anchor(found: re.Match[str]) -> str:
    address = found.group()
    return f'<a href="{address.replace(chr(34), "%22")}" rel="noopener noreferrer">{address}</a>'
