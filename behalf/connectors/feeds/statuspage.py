"""Atlassian Statuspage, version 2: ``summary.json``, ``components.json``, ``incidents.json`` and maintenances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from behalf.connectors.feeds.model import Item, Update
from behalf.connectors.feeds.values import Entry, Notes, in_order, named

LISTS = ("components", "incidents", "scheduled_maintenances")
COMPONENTS = {
    "operational": "normal", "degraded_performance": "degradation", "partial_outage": "degradation",
    "major_outage": "interruption", "under_maintenance": "maintenance",
}  # fmt: skip
MAINTENANCE = {
    "scheduled": "planned", "in_progress": "started", "verifying": "started", "completed": "ended",
    "canceled": "cancelled", "cancelled": "cancelled",
}  # fmt: skip
INCIDENTS = {
    "investigating": "investigating", "identified": "degradation", "monitoring": "restoring", "resolved": "restored",
    "postmortem": "post_incident_review",
}  # fmt: skip
# An incident whose cause is known is as bad as its impact says.
IDENTIFIED = {"none": "advisory", "minor": "degradation", "major": "interruption", "critical": "interruption"}


def is_statuspage(document: object) -> bool:
    """A page that names itself, with at least one of its lists."""
    return (
        isinstance(document, dict)
        and isinstance(document.get("page"), dict)
        and any(isinstance(document.get(name), list) for name in LISTS)
    )


def items(document: object, notes: Notes) -> Iterator[Item]:
    """Components (groups are only headings), incidents, maintenances."""
    page = Entry(document if isinstance(document, dict) else {}, notes)
    for each in page.each("components"):
        if each.fields.get("group") is not True:
            yield _component(named(each, "id"))
    for each in page.each("incidents"):
        yield _incident(named(each, "id"))
    for each in page.each("scheduled_maintenances"):
        yield _maintenance(named(each, "id"))


def _component(entry: Entry) -> Item:
    name, said = entry.text("name"), entry.text("status")
    status = entry.state(COMPONENTS, said, "status")
    return Item(entry.id, "service", name, (name,), status=status, said=said, changed=entry.when("updated_at"))


def _incident(entry: Entry) -> Item:
    said, impact = entry.text("status"), entry.text("impact")
    status = entry.state(INCIDENTS, said, "status")
    if said == "identified" and impact:
        status = entry.state(IDENTIFIED, impact, "impact")
    kind = "advisory" if impact == "none" else "incident"
    return _event(entry, kind, status, INCIDENTS, started=("started_at", "created_at"), ended=("resolved_at",))


def _maintenance(entry: Entry) -> Item:
    status = entry.state(MAINTENANCE, entry.text("status"), "status")
    return _event(
        entry, "maintenance", status, MAINTENANCE, started=("scheduled_for",), ended=("scheduled_until", "resolved_at")
    )


def _event(
    entry: Entry, kind: str, status: str, states: Mapping[str, str], *, started: tuple[str, ...], ended: tuple[str, ...]
) -> Item:
    updates = [_update(each, states) for each in entry.each("incident_updates")]
    components = tuple(part.text("name") for part in entry.each("components"))
    return Item(
        entry.id, kind, entry.text("name"), components, status=status, said=entry.text("status"),
        severity=entry.text("impact"), started=entry.when(*started), ended=entry.when(*ended),
        changed=entry.when("updated_at"), url=entry.text("shortlink"), updates=in_order(updates),
    )  # fmt: skip


def _update(entry: Entry, states: Mapping[str, str]) -> Update:
    said = entry.text("status")
    return Update(
        entry.when("display_at", "created_at"), entry.plain("body"), entry.state(states, said, "status"), said
    )
