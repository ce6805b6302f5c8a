"""Microsoft Graph's service announcements, and the Service Communications interface before it."""

from __future__ import annotations

from collections.abc import Iterator

from behalf.connectors.feeds.model import Item, Update
from behalf.connectors.feeds.values import Entry, Notes, entries, in_order, named

STATES = {
    "serviceoperational": "normal",
    "investigating": "investigating",
    "reported": "investigating",
    "confirmed": "degradation",
    "servicedegradation": "degradation",
    "serviceinterruption": "interruption",
    "restoringservice": "restoring",
    "verifyingservice": "restoring",
    "mitigated": "restoring",
    "mitigatedexternal": "restoring",
    "extendedrecovery": "extended_recovery",
    "servicerestored": "restored",
    "resolved": "restored",
    "resolvedexternal": "restored",
    "falsepositive": "false_positive",
    "investigationsuspended": "investigation_suspended",
    "postincidentreviewpublished": "post_incident_review",
    "postincidentreportpublished": "post_incident_review",
}
CATEGORIES = {"planforchange": "change", "preventorfixissue": "action", "stayinformed": "good_to_know"}
MAINTENANCE = {"scheduled": "planned", "inprogress": "started", "completed": "ended", "canceled": "cancelled"}


def graph_is(document: object) -> bool:
    """Pages of ``healthOverviews``, ``issues`` or ``messages``."""
    return _is_list_of(document, ({"service", "status", "id"}, {"id", "title", "lastModifiedDateTime"}))


def communications_is(document: object) -> bool:
    """Answers of ``Services``, ``CurrentStatus``, ``HistoricalStatus`` or ``Messages``."""
    return _is_list_of(document, ({"Id", "DisplayName"}, {"Id", "Workload"}, {"Id", "MessageType"}))


def _is_list_of(document: object, shapes: tuple[set[str], ...]) -> bool:
    rows = document.get("value") if isinstance(document, dict) else None
    if not isinstance(rows, list):
        return False
    objects = [row for row in rows if isinstance(row, dict)]
    says = str(document.get("@odata.context", "")) if isinstance(document, dict) else ""
    if not objects:
        return "serviceAnnouncement" in says or "ServiceComms" in says
    return any(shape <= set(row) for row in objects for shape in shapes)


def graph(document: object, notes: Notes) -> Iterator[Item]:
    """Services, incidents and posts, each by what it carries."""
    for row in entries(_rows(document), notes, "value"):
        entry = named(row, "id", "service")
        if "classification" in entry.fields:
            yield _issue(entry)
        elif "services" in entry.fields or "isMajorChange" in entry.fields:
            yield _post(entry)
        else:
            yield _overview(entry)


def next_page(document: object) -> str:
    """Where the list goes on."""
    link = document.get("@odata.nextLink") if isinstance(document, dict) else None
    return link if isinstance(link, str) else ""


def _rows(document: object) -> object:
    return document.get("value") if isinstance(document, dict) else None


def _overview(entry: Entry) -> Item:
    name, said = entry.text("service", "id"), entry.text("status")
    incidents = tuple(_issue(named(each, "id")) for each in entry.each("issues"))
    status = entry.state(STATES, said, "status")
    return Item(entry.id, "service", name, (name,), status=status, said=said, incidents=incidents)


def _issue(entry: Entry) -> Item:
    said = entry.text("status")
    updates = [
        Update(post.when("createdDateTime"), post.one("description").plain("content")) for post in entry.each("posts")
    ]
    return Item(
        entry.id, "advisory" if entry.text("classification").lower() == "advisory" else "incident",
        entry.text("title"), entry.texts("service"), status=entry.state(STATES, said, "status"), said=said,
        severity=entry.text("classification"), started=entry.when("startDateTime"), ended=entry.when("endDateTime"),
        changed=entry.when("lastModifiedDateTime"), text=entry.plain("impactDescription"), updates=in_order(updates),
    )  # fmt: skip


def _post(entry: Entry) -> Item:
    said = entry.text("category")
    category = entry.state(CATEGORIES, said, "category")
    return Item(
        entry.id, "announcement", entry.text("title"), entry.texts("services"), status="published", said=said,
        severity=entry.text("severity"), started=entry.when("startDateTime"), ended=entry.when("endDateTime"),
        changed=entry.when("lastModifiedDateTime"), act_by=entry.when("actionRequiredByDateTime"), category=category,
        text=entry.one("body").plain("content"),
    )  # fmt: skip


def communications(document: object, notes: Notes) -> Iterator[Item]:
    """The older interface: services with or without a state, and messages of three kinds."""
    for row in entries(_rows(document), notes, "value"):
        entry = named(row, "Id")
        yield _message(entry) if "MessageType" in entry.fields else _workload(entry)


def _workload(entry: Entry) -> Item:
    name, said = entry.text("WorkloadDisplayName", "DisplayName", "Workload", "Id"), entry.text("Status")
    status = entry.state(STATES, said, "Status")
    return Item(entry.id, "service", name, (name,), status=status, said=said, changed=entry.when("StatusTime"))


def _message(entry: Entry) -> Item:
    kind = {
        "incident": "incident", "plannedmaintenance": "maintenance", "messagecenter": "announcement",
    }.get(entry.text("MessageType").lower(), "notice")  # fmt: skip
    if kind == "notice":
        entry.notes.note(entry.id, "MessageType", entry.text("MessageType"))
    said = entry.text("Status")
    known = MAINTENANCE if kind == "maintenance" else STATES
    status = "published" if kind == "announcement" else entry.state(known, said, "Status")
    services = (
        entry.texts("AffectedWorkloadDisplayNames") or entry.texts("WorkloadDisplayName") or entry.texts("Workload")
    )
    updates = [Update(each.when("PublishedTime"), each.plain("MessageText")) for each in entry.each("Messages")]
    advisory = kind == "incident" and entry.text("Classification").lower() == "advisory"
    return Item(
        entry.id, "advisory" if advisory else kind, entry.text("Title"), services, status=status, said=said,
        severity=entry.text("Severity", "Classification"), started=entry.when("StartTime"), ended=entry.when("EndTime"),
        changed=entry.when("LastUpdatedTime"), act_by=entry.when("ActionRequiredByDate"),
        text=entry.plain("ImpactDescription"), updates=in_order(updates),
    )  # fmt: skip
