"""The content of one part: its transfer encoding undone, its charset read."""

from __future__ import annotations

import binascii
import re

from behalf.channels.reading import limits
from behalf.channels.reading.charsets import decode, printable
from behalf.channels.reading.headers import from_base64
from behalf.channels.reading.tree import Part

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")
_UU_BEGIN = re.compile(rb"(?m)^begin [0-7]{3,4} [^\r\n]*[\r\n]+")


def content(part: Part) -> bytes:
    """The bytes of a part; what its transfer encoding broke is passed over."""
    coding = part.headers.raw("content-transfer-encoding").strip().lower()
    if coding == "base64":
        return _base64(part)
    if coding == "quoted-printable":
        return binascii.a2b_qp(part.body)
    if coding in ("x-uuencode", "uuencode", "uue", "x-uue"):
        return _uuencoded(part.body)
    return part.body


def text(part: Part) -> tuple[str, str]:
    """The text of a part, with plain line ends, and the charset it was read in."""
    read, charset = decode(content(part)[: limits.TEXT * 4], part.params.get("charset", ""))
    return printable(read)[: limits.TEXT], charset


def _base64(part: Part) -> bytes:
    """A text that says base64 and plainly is none stays as it stands."""
    if part.kind.startswith("text/") and len(_NOT_BASE64.findall(part.body)) * 20 > len(part.body):
        return part.body
    body = part.body.replace(b"\r", b"\n")
    if b"\n" in body.strip() and b"=" in body:
        head, _found, tail = body.partition(b"=")
        ending = tail.lstrip(b"=\n \t")
        if b" " in ending.strip() or _NOT_BASE64.search(ending):
            body = head + b"=="  # a footer that a list wrote below the encoded text
    return from_base64(body)


def _uuencoded(body: bytes) -> bytes:
    begin = _UU_BEGIN.search(body)
    out = bytearray()
    for line in body[begin.end() if begin else 0 :].splitlines():
        if line.strip() in (b"end", b"`") or not line:
            break
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            size = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out += binascii.a2b_uu(line[:size])
            except binascii.Error:
                continue
    return bytes(out)
