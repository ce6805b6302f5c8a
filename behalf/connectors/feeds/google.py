"""Google Cloud's ``incidents.json``."""

from __future__ import annotations

from collections.abc import Iterator

from behalf.connectors.feeds.model import Item, Update
from behalf.connectors.feeds.values import Entry, Notes, entries, in_order, named

STATES = {
    "available": "restored", "service_information": "advisory", "service_disruption": "degradation",
    "service_outage": "interruption",
}  # fmt: skip


def is_google(document: object) -> bool:
    """A list of incidents with ``external_desc``."""
    return isinstance(document, list) and any(
        isinstance(row, dict) and {"id", "begin", "external_desc"} <= set(row) for row in document
    )


def items(document: object, notes: Notes) -> Iterator[Item]:
    """Every incident; one that has ended is restored, whatever its impact was."""
    for row in entries(document, notes, "incidents"):
        yield _incident(named(row, "id", "number"))


def _incident(entry: Entry) -> Item:
    last, ended = entry.one("most_recent_update"), entry.when("end")
    said = last.text("status") or entry.text("status_impact")
    impact = entry.state(STATES, entry.text("status_impact"), "status_impact")
    status = "restored" if ended else entry.state(STATES, said, "status")
    updates = [
        Update(
            each.when("when", "created"), each.plain("text"), each.state(STATES, each.text("status"), "status"),
            each.text("status"),
        )
        for each in entry.each("updates")
    ]  # fmt: skip
    return Item(
        entry.id, "advisory" if impact == "advisory" else "incident", entry.plain("external_desc"), _services(entry),
        status=status, said=said, severity=entry.text("severity"), started=entry.when("begin"), ended=ended,
        changed=entry.when("modified"), regions=_regions(entry), url=entry.text("uri"), updates=in_order(updates),
    )  # fmt: skip


def _services(entry: Entry) -> tuple[str, ...]:
    names = [each.text("title") for each in entry.each("affected_products")] or [entry.text("service_name")]
    return tuple(name for name in names if name)


def _regions(entry: Entry) -> tuple[str, ...]:
    places = [*entry.each("currently_affected_locations"), *entry.each("previously_affected_locations")]
    return tuple(dict.fromkeys(each.text("id", "title") for each in places))
