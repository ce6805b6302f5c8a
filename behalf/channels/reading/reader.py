"""Raw bytes to ``Read``: never raises, whatever the bytes are, and ends in bounded time."""

from __future__ import annotations

from dataclasses import dataclass, field

from behalf.channels.reading import content as contents
from behalf.channels.reading import limits, markup, names, reports, tnef
from behalf.channels.reading.charsets import decode, printable
from behalf.channels.reading.headers import Address, Headers, addresses, ids, instant
from behalf.channels.reading.letter import WINMAIL, Attachment, Read
from behalf.channels.reading.limits import Budget
from behalf.channels.reading.tree import Part, enclosed, parse

_WINMAIL = ("application/ms-tnef", "application/vnd.ms-tnef")
_LISTS = ("list-id", "list-post")


@dataclass
class _Body:
    """What the parts of a mail come to, while they are gone through."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    charset: str = ""
    files: list[Attachment] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)

    def text(self) -> str:
        """The plain text; made of the HTML where a mail has nothing else."""
        if any(piece.strip() for piece in self.plain):
            return "\n\n".join(piece.strip("\n") for piece in self.plain if piece.strip())[: limits.TEXT]
        return markup.as_text("\n".join(self.html))


def read(raw: bytes) -> Read:
    """One mail, read."""
    budget = Budget()
    root = parse(raw, budget)
    parts = list(root.walk())
    body = _Body()
    _collect(root, body, budget)
    text = body.text()
    headers = root.headers
    headers.hint = next((each.params["charset"] for each in parts if each.params.get("charset")), "")
    if body.html:
        body.tags.add("html" if body.plain else "html-only")
    return Read(
        senders=_people(headers, "from") or _people(headers, "sender"),
        to=_people(headers, "to"),
        cc=_people(headers, "cc"),
        reply_to=_people(headers, "reply-to"),
        subject=headers.text("subject"),
        message_id=_id(headers),
        in_reply_to=ids(headers.raw("in-reply-to")),
        references=ids(" ".join(headers.all("references"))),
        date=instant(headers.raw("date")),
        text=text,
        html="\n".join(body.html)[: limits.TEXT],
        text_charset=body.charset,
        attachments=tuple(body.files),
        report=reports.report(root, parts),
        dsn=reports.deliveries(parts),
        original_id=reports.original_id(parts, text, budget),
        auto_submitted=_word(headers, "auto-submitted"),
        precedence=_word(headers, "precedence"),
        is_list=any(name in headers for name in _LISTS),
        suppress=headers.text("x-auto-response-suppress")[:200],
        null_sender=any(value.replace(" ", "") == "<>" for value in headers.all("return-path")),
        headers=_shown(headers),
        tags=frozenset(body.tags | _tags(root, parts)),
        cut=tuple(budget.cut),
    )


def _people(headers: Headers, name: str) -> tuple[Address, ...]:
    return tuple(addresses(headers.all(name), limits.ADDRESSES, headers.hint))


def _id(headers: Headers) -> str:
    found = ids(headers.raw("message-id"))
    return found[0] if found and found[0].startswith("<") else printable(headers.text("message-id"), lines=False)[:998]


def _word(headers: Headers, name: str) -> str:
    """The first word of a field, without comments and parameters."""
    return headers.text(name).split(";")[0].split("(")[0].strip().lower()[:80]


def _shown(headers: Headers) -> tuple[tuple[str, str], ...]:
    """Fields that decide something, readable and bounded."""
    kept: list[tuple[str, str]] = []
    for name, value in headers.fields[:300]:
        if name not in _LONG:
            kept.append((name, decode(value[:2_000], "")[0].replace("\n", " ").strip()))
    return tuple(kept)


_LONG = ("subject", "to", "cc", "references", "dkim-signature", "arc-seal", "arc-message-signature")


def _tags(root: Part, parts: list[Part]) -> set[str]:
    kinds = {part.kind for part in parts}
    found = {
        "report": root.kind == "multipart/report",
        "enclosed-message": "message/rfc822" in kinds,
        "encrypted": bool(kinds & {"multipart/encrypted", "application/pgp-encrypted", "application/pkcs7-mime"}),
        "signed": "multipart/signed" in kinds,
        "no-message-id": not root.headers.raw("message-id"),
    }
    return {tag for tag, holds in found.items() if holds}


# --- Bodies and files -------------------------------------------------------------------------------------------------


def _collect(root: Part, body: _Body, budget: Budget) -> None:
    """Go through the parts in order: what is read goes to the text, everything else to the files."""
    waiting = [(root, False)]
    while waiting and budget.time():
        part, chosen = waiting.pop()
        if part.is_multipart:
            waiting.extend((child, child_chosen) for child, child_chosen in reversed(_alternatives(part, chosen)))
        else:
            _take(part, body, budget, alternative=chosen)


def _alternatives(part: Part, chosen: bool) -> list[tuple[Part, bool]]:  # noqa: FBT001 - handed down
    inside = chosen or part.kind == "multipart/alternative"
    return [(child, inside) for child in part.parts]


def _take(part: Part, body: _Body, budget: Budget, *, alternative: bool) -> None:
    loose = part.disposition != "attachment" and not names.given(part)
    if part.kind in reports.KINDS or (part.kind in _UNSHOWN and loose):
        return
    if part.kind == "message/rfc822" and not part.depth:
        _forwarded(part, body, budget)
        return
    is_file = part.disposition == "attachment" or (bool(names.given(part)) and part.disposition != "inline")
    if part.kind == "text/html" and not is_file:
        body.html.append(_html(part))
    elif (part.kind.startswith("text/") and not is_file and part.kind not in _FILES) or (
        part.kind.startswith("multipart/") and not names.given(part)
    ):
        _plain(part, body, alternative=alternative)
    else:
        _file(part, body)


def _forwarded(part: Part, body: _Body, budget: Budget) -> None:
    """A mail that is nothing but another mail: its text is the text."""
    inner = enclosed(part, budget)
    if inner is not None and inner.kind == "text/plain":
        _plain(inner, body, alternative=False)


_UNSHOWN = ("text/rfc822-headers", "message/partial", "message/news")
_FILES = ("text/rfc822-headers", "text/calendar", "text/csv", "text/vcard", "text/x-vcard")


def _plain(part: Part, body: _Body, *, alternative: bool) -> None:
    text, charset = contents.text(part)
    body.charset = body.charset or charset
    if part.kind == "text/enriched" or part.kind == "text/richtext":
        text = markup.as_text(text.replace("\n\n", "<br>"))
    if alternative and any(piece.strip() for piece in body.plain) and part.kind != "text/plain":
        return
    body.plain.append(text)


def _html(part: Part) -> str:
    data = contents.content(part)[: limits.TEXT * 4]
    label = part.params.get("charset", "") or markup.declared(data)
    return printable(decode(data, label)[0])[: limits.TEXT]


def _file(part: Part, body: _Body) -> None:
    if len(body.files) >= limits.ATTACHMENTS:
        return
    name = names.given(part)
    data = None if part.kind.startswith("message/") else contents.content(part)
    inside = tnef.opened(data) if data and (part.kind in _WINMAIL or name.lower() == "winmail.dat") else None
    cid = printable(part.headers.raw("content-id"), lines=False).strip("<> ")[:200]
    if inside is None:
        body.files.append(Attachment(name, names.safe(name, part.kind), part.kind, data, cid))
        return
    body.tags.add("tnef")
    body.files.append(Attachment(name, names.safe(name, WINMAIL), WINMAIL, data, cid, _unpack(inside, body)))


def _unpack(inside: tnef.Winmail, body: _Body) -> tuple[Attachment, ...]:
    """Take over the text where the mail has none, and answer the files."""
    if not any(piece.strip() for piece in body.plain):
        body.plain.append(printable(inside.text or ("" if inside.html else inside.as_text)))
    if inside.html and not body.html:
        body.html.append(printable(inside.html))
    return tuple(
        Attachment(one.name, names.safe(one.name, one.kind), one.kind.lower(), one.content, one.content_id)
        for one in inside.files
    )
