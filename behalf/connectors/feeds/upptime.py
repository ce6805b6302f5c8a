"""Upptime: the summary of its sites, and the history file of one."""

from __future__ import annotations

from collections.abc import Iterator

from behalf.connectors.feeds.model import Item
from behalf.connectors.feeds.values import Entry, Notes, entries, named

STATES = {"up": "normal", "degraded": "degradation", "down": "interruption"}


def is_upptime(document: object) -> bool:
    """A list of sites with their uptime, or one site with the instant of its last check."""
    if isinstance(document, dict):
        return {"url", "status", "lastUpdated", "responseTime"} <= set(document)
    return isinstance(document, list) and any(
        isinstance(row, dict) and {"slug", "url", "status", "uptime"} <= set(row) for row in document
    )


def items(document: object, notes: Notes) -> Iterator[Item]:
    """A service for each site."""
    rows = [document] if isinstance(document, dict) else document
    for row in entries(rows, notes, "sites"):
        yield _site(named(row, "slug", "url"))


def _site(entry: Entry) -> Item:
    name, said = entry.text("name", "url"), entry.text("status")
    return Item(
        entry.id, "service", name, (name,), status=entry.state(STATES, said, "status"), said=said,
        changed=entry.when("lastUpdated"), url=entry.text("url"),
    )  # fmt: skip
