"""RSS and Atom, by feedparser; what two common publishers put into titles and texts is read out of them."""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import struct_time
from typing import Any

import feedparser
from selectolax.lexbor import LexborHTMLParser, LexborNode

from behalf.connectors.feeds import amazon, statuspage
from behalf.connectors.feeds.model import UNKNOWN, Item, NotRecognised, Update
from behalf.connectors.feeds.values import TEXT, Notes, in_order, plain

# How Amazon begins the title of an entry.
PREFIXES = {
    "service is operating normally": "restored", "informational message": "advisory",
    "performance issues": "degradation", "service disruption": "interruption",
}  # fmt: skip
# How Statuspage marks each update of an entry: an incident's or a maintenance's word.
WORDS = {
    **{word.replace("_", " "): ("incident", state) for word, state in statuspage.INCIDENTS.items()},
    **{word.replace("_", " "): ("maintenance", state) for word, state in statuspage.MAINTENANCE.items()},
}
_DATED = re.compile(r"([A-Z][a-z]{2}) (\d{1,2}), (\d{2}):(\d{2}) UTC")


def parsed(raw: bytes) -> Any:
    """What feedparser makes of it; its ``version`` is empty for what is no feed.

    It raises for an encoding that is named in bytes which are no text; such a feed is refused.
    """
    try:
        return feedparser.parse(raw, resolve_relative_uris=False)
    except (ValueError, LookupError) as error:
        raise NotRecognised("no text in the encoding that it names") from error


def items(document: Any, notes: Notes) -> Iterator[Item]:
    """Every entry; where no state can be told from it, a notice whose state is unknown."""
    for entry in document.entries:
        yield _item(entry, notes)


def _item(entry: Any, notes: Notes) -> Item:
    markup = _text(entry.content[0], "value") if entry.get("content") else _text(entry, "summary")
    published, changed = _instant(entry, "published", notes), _instant(entry, "updated", notes)
    title, dated = plain(_text(entry, "title")), published or changed
    told = _told(markup, changed or dated)
    begin, _, rest = title.partition(":")
    kind, status, said = "notice", UNKNOWN, ""
    if begin.lower() in PREFIXES:
        status, said, title = PREFIXES[begin.lower()], begin, rest.strip()
        kind = "advisory" if status == "advisory" else "incident"
        status = "restored" if title.upper().startswith(amazon.RESOLVED) else status
        told = told or tuple(amazon.told(markup, dated))
    elif told:
        said = told[-1].said
        kind, status = WORDS[said.lower()]
    is_over = status in ("restored", "post_incident_review", "ended", "cancelled")
    return Item(
        _text(entry, "id") or _text(entry, "link") or title, kind, title, status=status, said=said,
        started=next((each.at for each in told if each.at), dated), changed=changed or published,
        ended=next((each.at for each in reversed(told) if each.at), None) if is_over else None,
        category=", ".join(filter(None, (_text(tag, "term") for tag in entry.get("tags", ())))),
        text=plain(markup)[:TEXT], url=_text(entry, "link"), updates=told,
    )  # fmt: skip


def _text(entry: Any, name: str) -> str:
    """A broken feed may leave nothing where a text should be."""
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def _instant(entry: Any, name: str, notes: Notes) -> datetime | None:
    if name not in entry:
        return None
    moment = entry.get(f"{name}_parsed")
    if isinstance(moment, struct_time):
        return datetime.fromtimestamp(timegm(moment), UTC)
    notes.note(_text(entry, "id"), name, entry[name])
    return None


def _told(markup: str, last: datetime | None) -> tuple[Update, ...]:
    """The updates in the text of an entry, where each begins with one of Statuspage's words."""
    found = [_update(part, last) for part in LexborHTMLParser(markup).css("p")]
    return in_order([each for each in found if each])


def _update(part: LexborNode, last: datetime | None) -> Update | None:
    strong, small = part.css_first("strong"), part.css_first("small")
    said = strong.text().strip() if strong else ""
    if strong is None or said.lower() not in WORDS:
        return None
    at = _dated(small.text(), last) if small else None
    strong.decompose()
    if small:
        small.decompose()
    return Update(at, plain(part.html or "").lstrip("-– \n"), WORDS[said.lower()][1], said)


def _dated(said: str, last: datetime | None) -> datetime | None:
    """A day without its year lies in the year before the entry's last change."""
    found = _DATED.search(said)
    if not found or last is None:
        return None
    try:
        at = datetime.strptime(f"{last.year} {found[0]}", "%Y %b %d, %H:%M UTC").replace(tzinfo=UTC)
        return at.replace(year=at.year - 1) if at > last + timedelta(days=1) else at
    except (ValueError, OverflowError):
        return None
