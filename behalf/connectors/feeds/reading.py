"""Which shape it is, and what it says. Nothing here raises but ``NotRecognised``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from behalf.connectors.feeds import amazon, cachet, google, microsoft, statuspage, syndication, upptime
from behalf.connectors.feeds.model import Feed, Item, NotRecognised
from behalf.connectors.feeds.values import Notes

LARGEST = 20_000_000  # bytes; the largest feeds of today have a tenth of it


@dataclass(frozen=True, slots=True)
class Format:
    """A shape of structured data: how it is told from others, how it is read, and where it says that it goes on."""

    recognises: Callable[[object], bool]
    items: Callable[[object, Notes], Iterator[Item]]
    next: Callable[[object], str] = lambda _document: ""


# The order counts: what is told apart by more comes first.
STRUCTURED: Mapping[str, Format] = {
    "statuspage": Format(statuspage.is_statuspage, statuspage.items),
    "microsoft-graph": Format(microsoft.graph_is, microsoft.graph, microsoft.next_page),
    "microsoft-communications": Format(microsoft.communications_is, microsoft.communications, microsoft.next_page),
    "google": Format(google.is_google, google.items),
    "amazon": Format(amazon.is_amazon, amazon.items),
    "upptime": Format(upptime.is_upptime, upptime.items),
    "cachet": Format(cachet.is_cachet, cachet.items, cachet.next_page),
}
SYNDICATED = ("rss", "atom")
FORMATS = (*STRUCTURED, *SYNDICATED)


def read(raw: bytes, named: str = "auto") -> Feed:
    """What a feed says. named: one of ``FORMATS``, or ``auto``; raises NotRecognised for any other shape."""
    if len(raw) > LARGEST:
        raise NotRecognised(f"more than {LARGEST // 1_000_000} MB")
    if named in SYNDICATED or (named == "auto" and raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")):
        return _syndicated(raw, named)
    document = _document(raw)
    for name, known in STRUCTURED.items():
        if named in ("auto", name) and known.recognises(document):
            notes = Notes()
            items = tuple(known.items(document, notes))
            return Feed(name, items, tuple(notes.found), known.next(document))
    raise NotRecognised("no shape that is known" if named == "auto" else f"not the shape {named}")


def _syndicated(raw: bytes, named: str) -> Feed:
    document = syndication.parsed(raw)
    name = str(document.version).rstrip("0123456789")
    if name not in SYNDICATED or named not in ("auto", name):
        raise NotRecognised("no RSS and no Atom" if named == "auto" else f"not the shape {named}")
    if document.bozo and not document.entries:
        raise NotRecognised(f"a broken {name} feed")
    notes = Notes()
    items = tuple(syndication.items(document, notes))
    if document.bozo:
        notes.note("", name, document.bozo_exception)
    links: Any = document.feed.get("links", ())
    return Feed(name, items, tuple(notes.found), next((link.href for link in links if link.get("rel") == "next"), ""))


def _document(raw: bytes) -> object:
    try:
        return json.loads(raw)
    except RecursionError as error:
        raise NotRecognised("nested too deeply") from error
    except ValueError:
        return _flat(raw)


def _flat(raw: bytes) -> object:
    """The few lines of a history file in YAML; a document of another kind is no feed of ours."""
    if len(raw) > 10_000 or raw.lstrip()[:1] in (b"{", b"[", b""):
        raise NotRecognised("neither JSON nor XML")
    try:
        return yaml.safe_load(raw)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise NotRecognised("neither JSON nor XML") from error
