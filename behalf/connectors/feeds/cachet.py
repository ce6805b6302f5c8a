"""Cachet's components, incidents and schedules, of version 2 and of version 3 (JSON:API)."""

from __future__ import annotations

from collections.abc import Iterator

from behalf.connectors.feeds.model import Item, Update
from behalf.connectors.feeds.values import Entry, Notes, in_order, named

COMPONENTS = {
    "1": "normal", "2": "degradation", "3": "degradation", "4": "interruption", "5": "unknown", "6": "maintenance",
}  # fmt: skip
INCIDENTS = {"1": "investigating", "2": "degradation", "3": "restoring", "4": "restored"}
SCHEDULES = {"0": "planned", "1": "started", "2": "ended"}


def is_cachet(document: object) -> bool:
    """A ``data`` list whose rows have a name and a numbered status."""
    rows = document.get("data") if isinstance(document, dict) else None
    return isinstance(rows, list) and any(
        isinstance(row, dict) and "id" in row and {"name", "status"} <= set(_fields(row)) for row in rows
    )


def _fields(row: dict[str, object]) -> dict[str, object]:
    attributes = row.get("attributes")
    return {**row, **attributes} if isinstance(attributes, dict) else row


def items(document: object, notes: Notes) -> Iterator[Item]:
    """Each row by the list that it comes from."""
    for row in Entry(document if isinstance(document, dict) else {}, notes).each("data"):
        yield _item(named(Entry(_fields(dict(row.fields)), notes), "id"))


def next_page(document: object) -> str:
    """Where the list goes on: version 2 says it under ``meta``, version 3 under ``links``."""
    page = Entry(document if isinstance(document, dict) else {}, Notes())
    return page.one("meta").one("pagination").one("links").text("next_page") or page.one("links").text("next")


def _item(entry: Entry) -> Item:
    status = entry.fields.get("status")
    number = str(status.get("value", "")) if isinstance(status, dict) else entry.text("status")
    said = entry.text("status_name", "human_status") or (
        str(status.get("human", "")) if isinstance(status, dict) else ""
    )
    name, kind = entry.text("name"), _kind(entry, number)
    known = {"service": COMPONENTS, "maintenance": SCHEDULES, "incident": INCIDENTS}[kind]
    place = (name,) if kind == "service" else tuple(each.text("name") for each in entry.each("components"))
    updates = [
        Update(each.when("created_at"), each.plain("message"), each.state(known, each.text("status"), "status"))
        for each in entry.each("updates")
    ]
    return Item(
        entry.id, kind, name, place, status=entry.state(known, number, "status"), said=said or number,
        started=None if kind == "service" else entry.when("scheduled_at", "occurred_at", "created_at"),
        ended=entry.when("completed_at"), changed=entry.when("updated_at"), text=entry.plain("message", "description"),
        url=entry.text("permalink"), updates=in_order(updates),
    )  # fmt: skip


def _kind(entry: Entry, number: str) -> str:
    typed = entry.text("type")
    if typed == "schedules" or entry.fields.get("scheduled_at") or (number == "0" and "message" in entry.fields):
        return "maintenance"
    if typed == "incidents" or "message" in entry.fields or "visible" in entry.fields:
        return "incident"
    return "service"
