"""A mail's parts: headers apart from bodies, without recursion over the text and in linear time for each level.

Python's own parser nests a generator per part and tries every open boundary on every line, so a mail of a thousand
nested parts ends it. This one cuts a body at its boundary and opens what it finds, as deep as the limits allow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from behalf.channels.reading import limits
from behalf.channels.reading.headers import Headers, parameters
from behalf.channels.reading.limits import Budget

_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
_LINE = re.compile(rb"([^\r\n]*)(\r\n|\r|\n|\Z)")
_BEFORE = re.compile(rb"\A\s+(?=[!-9;-~]+[ \t]*:)|\A(?:>?From [^\r\n]*(?:\r\n|\r|\n))+")
_ENDS = rb"(?:\r\n|\r|\n)"
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,80}")


@dataclass
class Part:
    """One part with its headers; ``body`` is as it came, still in its transfer encoding."""

    headers: Headers
    kind: str
    body: bytes
    depth: int
    parts: list[Part] = field(default_factory=list)
    params: dict[str, str] = field(default_factory=dict)
    disposition: str = ""

    @property
    def is_multipart(self) -> bool:
        """Whether it is only a frame around other parts."""
        return self.kind.startswith("multipart/") and bool(self.parts)

    def walk(self) -> Iterator[Part]:
        """Every part of this mail in order, itself first; an enclosed mail is not entered."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            if part.is_multipart:
                waiting.extend(reversed(part.parts))


def parse(raw: bytes, budget: Budget) -> Part:
    """The tree of a mail, whatever the bytes are."""
    if len(raw) > limits.BYTES:
        budget.leave(f"bytes after the first {limits.BYTES} were left unread")
    root = _part(_BEFORE.sub(b"", _BEFORE.sub(b"", raw[: limits.BYTES])), "text/plain", 0)
    waiting = [root]
    while waiting:
        part = waiting.pop()
        for child in _children(part, budget):
            part.parts.append(child)
        waiting.extend(reversed(part.parts))
    return root


def enclosed(part: Part, budget: Budget) -> Part | None:
    """The mail inside a message/rfc822 part, one level deep."""
    return _part(part.body, "text/plain", part.depth + 1) if budget.part(part.depth + 1) else None


def groups(body: bytes) -> list[Headers]:
    """The blocks of fields in a delivery report."""
    plain = body.replace(b"\r\n", b"\n").replace(b"\r", b"\n").strip(b"\n")
    return [Headers(_fields(block.split(b"\n"))) for block in re.split(rb"\n[ \t]*\n", plain) if block.strip()]


def _part(text: bytes, default: str, depth: int) -> Part:
    head, body = _divided(text)
    headers = Headers(_fields(head))
    kind, params = parameters(headers.raw("content-type"))
    kind = kind.lower().strip()
    if not _TYPE.fullmatch(kind):
        kind = "text/plain" if kind or not default else default
    disposition, more = parameters(headers.raw("content-disposition"))
    params |= {f"disposition:{name}": value for name, value in more.items()}
    return Part(headers, kind, body, depth, params=params, disposition=disposition.lower().strip())


def _divided(text: bytes) -> tuple[list[bytes], bytes]:
    """The lines of the headers, and the body, which begins after an empty line or with the first line of another kind.

    A line of white space alone continues a field. A slip between two fields does not end the headers.
    """
    lines: list[bytes] = []
    at, size = 0, 0
    for found in _LINE.finditer(text):
        line, end = found.groups()
        size += len(line)
        if not line or (not end and found.start() == len(text)):
            return lines, text[found.end() :]
        if not _belongs(line, bool(lines)) and not _is_slip(text, found.end()):
            return lines, text[at:]
        if len(lines) < limits.HEADERS * 10 and size < limits.HEADER_BYTES * 20:
            lines.append(line)
        at = found.end()
    return lines, b""


def _belongs(line: bytes, begun: bool) -> bool:  # noqa: FBT001 - a fact of the place
    return _FIELD.match(line) is not None or (begun and line[:1] in b" \t") or line.startswith((b"From ", b">From "))


_KNOWN = re.compile(
    rb"(?:to|cc|from|date|subject|message-id|mime-version|content-type|received|x-[a-z-]+): ", re.IGNORECASE
)


def _is_slip(text: bytes, end: int) -> bool:
    """Whether the headers go on after a broken line: the next one is a field that every mail has."""
    return _KNOWN.match(text, end) is not None


def _fields(lines: list[bytes]) -> list[tuple[str, bytes]]:
    found: list[tuple[str, list[bytes]]] = []
    for line in lines:
        if line[:1] in (b" ", b"\t") and found:
            found[-1][1].append(line)
        elif _FIELD.match(line) and len(found) < limits.HEADERS:
            name, _, value = line.partition(b":")
            found.append((name.strip().decode("ascii").lower(), [value]))
    return [(name, b"\n".join(values)[: limits.HEADER_BYTES]) for name, values in found]


def _children(part: Part, budget: Budget) -> list[Part]:
    if not part.kind.startswith("multipart/") or not (boundary := part.params.get("boundary", "").rstrip()):
        return []
    default = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
    children: list[Part] = []
    for text in _cut(part.body, boundary.encode("utf-8", "surrogateescape")):
        if not budget.part(part.depth + 1):
            break
        children.append(_part(text, default, part.depth + 1))
    return children


def _cut(body: bytes, boundary: bytes) -> Iterator[bytes]:
    """What stands between the boundaries; a last part without its end counts."""
    fence = re.compile(rb"(?:\A|" + _ENDS + rb")--" + re.escape(boundary) + rb"(--)?[ \t]*(?=[\r\n]|\Z)")
    begin: int | None = None
    for found in fence.finditer(body):
        if begin is not None:
            yield body[begin : max(found.start(), begin)]
        if found.group(1):
            return
        begin = found.end() + (2 if body[found.end() : found.end() + 2] == b"\r\n" else 1)
    if begin is not None:
        yield body[begin:]
