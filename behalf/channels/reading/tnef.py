"""Outlook's winmail.dat (MS-OXTNEF): the text and the files that are inside.

Lengths are believed only as far as there are bytes, and whatever is broken ends the reading early.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from striprtf.striprtf import rtf_to_text

from behalf.channels.reading import limits
from behalf.channels.reading.charsets import decode

SIGNATURE = b"\x78\x9f\x3e\x22"
_OEM_CODEPAGE, _BODY, _MESSAGE_PROPERTIES = 0x9007, 0x800C, 0x9003
_ATTACH_BEGIN, _ATTACH_TITLE, _ATTACH_DATA, _ATTACH_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_PLAIN, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _DATA, _MIME, _CONTENT_ID = 0x3707, 0x3704, 0x3001, 0x3701, 0x370E, 0x3712
_FIXED = {0x0001: 0, 0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000A: 4, 0x000B: 4,
          0x0014: 8, 0x0040: 8, 0x0048: 16}  # fmt: skip
_OBJECT, _UNICODE, _STRING, _BINARY = 0x000D, 0x001F, 0x001E, 0x0102
_MULTIPLE = 0x1000
_INTERFACE = 16  # an embedded object begins with the id of its interface


@dataclass
class File:
    """A file inside."""

    name: str = ""
    kind: str = "application/octet-stream"
    content: bytes = b""
    content_id: str = ""


@dataclass
class Winmail:
    """What was inside: bodies as they stood, and files."""

    text: str = ""
    html: str = ""
    rtf: str = ""
    files: tuple[File, ...] = ()

    @property
    def as_text(self) -> str:
        """The rich text's words, where there is no other body."""
        return rtf_text(self.rtf)


def opened(data: bytes) -> Winmail | None:
    """What is inside; None when it is no such stream."""
    if not data.startswith(SIGNATURE):
        return None
    mail, files, codepage = Winmail(), list[File](), "cp1252"
    for attribute, value in _attributes(data):
        if attribute == _OEM_CODEPAGE and len(value) >= 4:
            codepage = f"cp{struct.unpack_from('<I', value)[0]}"
        elif attribute == _BODY:
            mail.text = _string(value, codepage)
        elif attribute == _MESSAGE_PROPERTIES:
            _fill(mail, value, codepage)
        elif attribute == _ATTACH_BEGIN and len(files) < limits.ATTACHMENTS:
            files.append(File())
        elif files:
            _fill_file(files[-1], attribute, value, codepage)
    mail.files = tuple(one for one in files if one.name or one.content)
    return mail


def rtf_text(rtf: str) -> str:
    """The words of a rich text; "" when it is broken."""
    try:
        text: str = rtf_to_text(rtf[: limits.TEXT], errors="replace")  # type: ignore[no-untyped-call]  # it has no types
        return text.strip()
    except (ValueError, IndexError, KeyError, LookupError, TypeError, AttributeError):
        return ""


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 6
    while at + 9 <= len(data):
        _level, attribute, _kind, size = struct.unpack_from("<BHHI", data, at)
        yield attribute, data[at + 9 : at + 9 + size]
        at += 9 + size + 2


def _fill(mail: Winmail, value: bytes, codepage: str) -> None:
    for name, kind, content in _properties(value):
        if name == _PLAIN:
            mail.text = _typed(content, kind, codepage) or mail.text
        elif name == _HTML:
            mail.html = _typed(content, kind, codepage) if kind != _BINARY else decode(content, "")[0].rstrip("\x00")
        elif name == _RTF:
            mail.rtf = decompressed(content).decode("latin-1").rstrip("\x00")


def _fill_file(file: File, attribute: int, value: bytes, codepage: str) -> None:
    if attribute == _ATTACH_TITLE:
        file.name = file.name or _string(value, codepage)
    elif attribute == _ATTACH_DATA:
        file.content = value
    elif attribute == _ATTACH_PROPERTIES:
        names: dict[int, str] = {}
        for name, kind, content in _properties(value):
            if name in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _MIME, _CONTENT_ID):
                names[name] = _typed(content, kind, codepage)
            elif name == _DATA and not file.content:
                file.content = content[_INTERFACE:] if kind == _OBJECT else content
        file.name = names.get(_LONG_NAME) or file.name or names.get(_DISPLAY_NAME) or names.get(_SHORT_NAME, "")
        file.kind = names.get(_MIME) or file.kind
        file.content_id = names.get(_CONTENT_ID, "")


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Each property's name, type and first value."""
    if len(data) < 4:
        return
    count, at = struct.unpack_from("<I", data)[0], 4
    for _number in range(min(count, 2_000)):
        if at + 4 > len(data):
            return
        kind, name = struct.unpack_from("<HH", data, at)
        at += 4
        if name >= 0x8000:
            at = _after_name(data, at)
        values, at = _values(data, at, kind)
        if at < 0:
            return
        if values:
            yield name, kind & ~_MULTIPLE, values[0]


def _after_name(data: bytes, at: int) -> int:
    """Past the long name of a named property."""
    if at + 24 > len(data):
        return len(data)
    by_text, size = struct.unpack_from("<II", data, at + 16)
    return at + 24 + (size + (-size % 4) if by_text else 0)


def _values(data: bytes, at: int, kind: int) -> tuple[list[bytes], int]:
    """The values of a property, and where the next one begins; -1 when the stream cannot be followed."""
    base, many = kind & ~_MULTIPLE, bool(kind & _MULTIPLE)
    if base in _FIXED:
        return _fixed(data, at, _FIXED[base], many)
    if base not in (_OBJECT, _UNICODE, _STRING, _BINARY) or at + 4 > len(data):
        return [], -1
    count = struct.unpack_from("<I", data, at)[0]
    at += 4
    found: list[bytes] = []
    for _number in range(min(count, 2_000)):
        if at + 4 > len(data):
            return found, -1
        size = struct.unpack_from("<I", data, at)[0]
        found.append(data[at + 4 : at + 4 + size])
        at += 4 + size + (-size % 4)
    return found, at


def _fixed(data: bytes, at: int, size: int, many: bool) -> tuple[list[bytes], int]:  # noqa: FBT001 - the type says
    count = 1
    if many:
        if at + 4 > len(data):
            return [], -1
        count, at = min(struct.unpack_from("<I", data, at)[0], 2_000), at + 4
    found = [data[at + number * size : at + (number + 1) * size] for number in range(count)]
    return found, at + size * count


def _typed(content: bytes, kind: int, codepage: str) -> str:
    if kind == _UNICODE:
        return content.decode("utf-16-le", "replace").rstrip("\x00")
    return _string(content, codepage)


def _string(content: bytes, codepage: str) -> str:
    return decode(content.rstrip(b"\x00"), codepage)[0]


# --- Compressed rich text (MS-OXRTFCP) --------------------------------------------------------------------------------

_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_LARGEST = 8 * 1024 * 1024


def decompressed(data: bytes) -> bytes:
    """Rich text as it was before it was packed; what is broken ends it early."""
    if len(data) < 16:
        return b""
    _size, raw_size, mark, _check = struct.unpack_from("<IIII", data)
    if mark == 0x414C454D:
        return data[16 : 16 + raw_size]
    if mark != 0x75465A4C:
        return b""
    return _unpacked(data, min(raw_size, _LARGEST))


def _unpacked(data: bytes, size: int) -> bytes:
    window = bytearray(_DICTIONARY + b" " * (4096 - len(_DICTIONARY)))
    place, at, out = len(_DICTIONARY), 16, bytearray()
    while at < len(data) and len(out) < size:
        flags = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data) or len(out) >= size:
                break
            if not flags >> bit & 1:
                run = data[at : at + 1]
                at += 1
            else:
                pair = int.from_bytes(data[at : at + 2], "big")
                at += 2
                if pair >> 4 == place:
                    return bytes(out)
                run = b""
                for step in range((pair & 15) + 2):
                    sign = window[((pair >> 4) + step) & 4095]
                    out.append(sign)
                    window[place] = sign
                    place = (place + 1) & 4095
                continue
            out += run
            window[place] = run[0]
            place = (place + 1) & 4095
    return bytes(out[:size])
