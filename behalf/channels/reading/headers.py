"""Header fields: looked up, unfolded, decoded, and taken apart into parameters, addresses, ids and dates."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from urllib.parse import unquote_to_bytes

from behalf.channels.reading.charsets import decode, printable

_FOLD = re.compile(r"[ \t]*\n[ \t]*")
_WORD = re.compile(r"=\?([^?\s=]{1,60}?)(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]{0,20000}(?:\?(?!=)[^?]{0,2000}){0,5})\?=")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")
_SECTION = re.compile(r"(?P<name>[^*]+)(?:\*(?P<number>\d{1,3}))?(?P<coded>\*)?")


@dataclass(frozen=True, slots=True)
class Address:
    """Who: an address, in small letters, and the name written beside it."""

    address: str
    name: str = ""


class Headers:
    """The fields of one part, in order; names are in small letters."""

    def __init__(self, fields: list[tuple[str, bytes]]) -> None:
        self.fields = fields
        self.hint = ""  # the charset that the mail's text says, for fields with bare foreign bytes

    def __bool__(self) -> bool:
        return bool(self.fields)

    def __contains__(self, name: str) -> bool:
        return any(field == name for field, _value in self.fields)

    def all(self, name: str) -> list[str]:
        """Every value of a field on one line, undecoded; foreign bytes stand as surrogates."""
        return [_unfolded(value) for field, value in self.fields if field == name]

    def raw(self, name: str) -> str:
        """The first value of a field, undecoded; "" without it."""
        return next(iter(self.all(name)), "")

    def text(self, name: str) -> str:
        """The first value of a field as people read it."""
        return decoded(self.raw(name), self.hint)


def _unfolded(value: bytes) -> str:
    return _FOLD.sub(" ", value.decode("ascii", "surrogateescape")).strip()


# --- Encoded words ----------------------------------------------------------------------------------------------------


def decoded(value: str, hint: str = "") -> str:
    """Encoded words and foreign bytes made readable (RFC 2047); words cut in mid-character are joined first.

    hint: the charset in which bare foreign bytes are, if they can be.
    """
    pieces: list[str] = []
    run: list[tuple[str, bytes]] = []
    at = 0
    for found in _WORD.finditer(value):
        between = value[at : found.start()]
        if between.strip() or not run:
            pieces += [*_joined(run), _plain(between, hint)]
            run = []
        run.append((found.group(1).lower(), _word(found.group(2), found.group(3))))
        at = found.end()
    return printable("".join([*pieces, *_joined(run), _plain(value[at:], hint)]), lines=False)


def _plain(text: str, hint: str) -> str:
    if text.isascii() and "\x1b" not in text and "~{" not in text:
        return text
    return decode(text.encode("ascii", "surrogateescape"), hint)[0]


def _word(coding: str, content: str) -> bytes:
    data = content.encode("utf-8", "surrogateescape")
    if coding in "bB":
        return from_base64(data)
    return binascii.a2b_qp(data.replace(b" ", b"_"), header=True)


def _joined(run: list[tuple[str, bytes]]) -> Iterator[str]:
    """Neighbours of one charset are decoded together, unless each of them stands alone."""
    at = 0
    while at < len(run):
        charset, upto = run[at][0], at
        while upto < len(run) and run[upto][0] == charset:
            upto += 1
        yield decode(_seamless([data for _charset, data in run[at:upto]]), charset)[0]
        at = upto


def _seamless(words: list[bytes]) -> bytes:
    """ISO-2022 words that each return to ASCII, or lack the return, join the same; a lost return is put back."""
    if not any(b"\x1b" in word for word in words):
        return b"".join(words)
    out = b""
    for word in words:
        cut = b"\x1b$" in out and out.rfind(b"\x1b$") > max(out.rfind(b"\x1b(B"), out.rfind(b"\x1b(J"))
        out += b"\x1b(B" + word if cut and word.startswith(b"\x1b") else word
    return out


def from_base64(data: bytes) -> bytes:
    """Whatever a broken base64 text still holds: foreign characters passed over, padding mended."""
    kept = re.sub(rb"[^A-Za-z0-9+/=]", b"", data)
    out = b""
    for chunk in re.findall(rb"[A-Za-z0-9+/]+", kept):
        whole = chunk[: len(chunk) - 1] if len(chunk) % 4 == 1 else chunk
        out += binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))
    return out


# --- Parameters -------------------------------------------------------------------------------------------------------


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """The value before the first semicolon, and its parameters with RFC 2231 pieces put together and decoded."""
    first, *rest = _sections(value[:20_000])
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for section in rest:
        name, equals, content = section.partition("=")
        found = _SECTION.fullmatch(name.strip().lower())
        if not equals or found is None:
            continue
        parts = pieces.setdefault(found["name"].strip(), {})
        parts.setdefault(int(found["number"] or 0), (_unquoted(content.strip()), bool(found["coded"])))
    return first.strip(), {name: _assembled(parts) for name, parts in pieces.items()}


def _sections(value: str) -> list[str]:
    """Split at semicolons outside of quotes; a quote that never ends protects nothing."""
    found, begin, quoted, skip = [], 0, False, False
    for at, sign in enumerate(value):
        if skip:
            skip = False
        elif sign == "\\" and quoted:
            skip = True
        elif sign == '"':
            quoted = not quoted
        elif sign == ";" and not quoted:
            found.append(value[begin:at])
            begin = at + 1
    last = value[begin:]
    return [*found, *(last.split(";") if quoted else [last])]


def _unquoted(value: str) -> str:
    if value.startswith('"'):
        body = value[1:-1] if len(value) > 1 and value.endswith('"') else value[1:]
        return re.sub(r"\\([\\\"])", r"\1", body)
    return value


def _assembled(parts: dict[int, tuple[str, bool]]) -> str:
    ordered = [parts[number] for number in sorted(parts)]
    if not any(coded for _text, coded in ordered):
        joined = "".join(text for text, _coded in ordered)
        return decoded(joined)
    charset = ""
    head, coded = ordered[0]
    if coded and head.count("'") >= 2:
        charset, _language, head = head.split("'", 2)
        ordered[0] = (head, True)
    data = b"".join(
        unquote_to_bytes(text.encode("utf-8", "surrogateescape")) if coded else text.encode("utf-8", "surrogateescape")
        for text, coded in ordered
    )
    return printable(decode(data, charset)[0], lines=False)


# --- Addresses --------------------------------------------------------------------------------------------------------


def addresses(values: list[str], most: int, hint: str = "") -> list[Address]:
    """The usable addresses of some fields, in order; groups are opened, comments count as names."""
    found: list[Address] = []
    for value in values:
        for text in _mailboxes(value):
            if len(found) >= most:
                return found
            if one := _address(text, hint):
                found.append(one)
    return found


def _mailboxes(value: str) -> Iterator[str]:
    """Split at commas, and at the marks of groups, outside of quotes, comments and angles."""
    begin, quoted, depth, angle, skip = 0, False, 0, False, False
    for at, sign in enumerate(value):
        if skip:
            skip = False
        elif sign == "\\":
            skip = True
        elif sign == '"' and not depth:
            quoted = not quoted
        elif quoted:
            continue
        elif sign in "()":
            depth = max(depth + (1 if sign == "(" else -1), 0)
        elif not depth and sign in "<>":
            angle = sign == "<"
        elif not depth and not angle and sign in ",;:" and not (sign == ":" and "@" in value[begin:at]):
            yield "" if sign == ":" else value[begin:at]
            begin = at + 1
    yield value[begin:]


_ANGLE = re.compile(r"<([^<>]{0,1000})>")
_COMMENT = re.compile(r"\(([^()]{0,1000})\)")
_BARE = re.compile(r"[^\s<>()\[\]\",;:@]+@[^\s<>()\",;:@]+")


def _address(text: str, hint: str) -> Address | None:
    text = text.strip()
    bare_comment = ""
    if (angle := list(_ANGLE.finditer(text))) and "@" in angle[-1].group(1):
        inside, name = angle[-1].group(1), text[: angle[-1].start()]
    else:
        bare_comment = " ".join(_COMMENT.findall(text))
        inside, name = _COMMENT.sub(" ", text), ""
    address = _usable(inside)
    if not address:
        return None
    named = _unquoted(name.strip()).strip() or bare_comment
    return Address(address, decoded(named, hint).strip(" \"'")[:200])


def _usable(text: str) -> str:
    """One address in small letters, without a source route and stray spaces; "" when it is none."""
    text = decoded(text).strip().strip("'")
    text = text.rsplit(":", 1)[1] if text.startswith("@") and ":" in text else text
    local, at, domain = text.rpartition("@")
    local, domain = local.strip(), domain.strip().rstrip(".")
    if not at or not local or not domain or len(text) > 320 or re.search(r"\s", domain):
        return ""
    if re.search(r"\s", local) and not local.startswith('"'):
        found = _BARE.search(text)
        return found.group().lower() if found else ""
    return f"{local}@{domain}".lower()


# --- Ids and dates ----------------------------------------------------------------------------------------------------


def ids(value: str, most: int = 100) -> tuple[str, ...]:
    """The message ids in a field; of many, the first and the newest."""
    value = printable(value[:100_000], lines=False)
    found = _MESSAGE_ID.findall(value)
    if not found:
        found = [word for word in value[:2_000].split() if "@" in word]
    return tuple(found if len(found) <= most else [found[0], *found[1 - most :]])


def instant(value: str) -> datetime | None:
    """When a mail says that it was written, in UTC; None when it says nothing that is a time."""
    try:
        parts = parsedate_tz(value[:200])
        if parts is None:
            return None
        zone = timezone(timedelta(seconds=parts[9])) if parts[9] is not None else UTC
        return datetime(*parts[:6], tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
