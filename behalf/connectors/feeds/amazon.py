"""Amazon's status data: the archive with HTML in it, and the list of current events with its log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser

from behalf.connectors.feeds.model import Item, Update
from behalf.connectors.feeds.values import Entry, Notes, entries, in_order, named, plain

STATES = {"0": "normal", "1": "advisory", "2": "degradation", "3": "interruption"}
PACIFIC = ZoneInfo("America/Los_Angeles")
RESOLVED = "[RESOLVED]"
_CLOCK = re.compile(
    r"(?:(?P<month>[A-Z][a-z]{2}) +(?P<day>\d{1,2}),? +)?(?P<hour>\d{1,2}):(?P<minute>\d{2}) (?P<half>[AP]M)"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def is_amazon(document: object) -> bool:
    """An object with ``archive`` or ``current``, or a list of events with ``event_log``."""
    rows = _rows(document)
    if isinstance(document, dict):
        return bool({"archive", "current"} & set(document)) and (not rows or _is_event(rows))
    return bool(rows) and _is_event(rows)


def _rows(document: object) -> list[object]:
    if isinstance(document, dict):
        found = [document.get(name) for name in ("current", "archive")]
        return [row for rows in found if isinstance(rows, list) for row in rows]
    return document if isinstance(document, list) else []


def _is_event(rows: list[object]) -> bool:
    return any(isinstance(row, dict) and {"service", "service_name", "summary", "date"} <= set(row) for row in rows)


def items(document: object, notes: Notes) -> Iterator[Item]:
    """Every event; its id is that of the provider's own feed: service and instant."""
    for row in entries(_rows(document), notes, "events"):
        yield _event(Entry(row.fields, notes, f"{row.text('service')}_{row.text('date')}"))


def _event(entry: Entry) -> Item:
    title, said, started = entry.plain("summary"), entry.text("status"), entry.when("date")
    updates = in_order(_log(entry) or told(entry.text("description"), started))
    status = entry.state(STATES, said, "status")
    last = max((each.at for each in updates if each.at), default=None)
    is_over = title.upper().startswith(RESOLVED) or status == "normal"
    return Item(
        entry.id, "advisory" if status == "advisory" else "incident", title, _services(entry),
        status="restored" if is_over else status, said=said, started=started, ended=last if is_over else None,
        changed=last, regions=entry.texts("region_name"), text=entry.plain("details"), updates=updates,
    )  # fmt: skip


def _services(entry: Entry) -> tuple[str, ...]:
    named_ = entry.text("service_name")
    also = (each.text("service_name") for each in _impacted(entry))
    return tuple(dict.fromkeys(name for name in (named_, *also) if name))


def _impacted(entry: Entry) -> Iterator[Entry]:
    found = entry.fields.get("impacted_services")
    rows = list(found.values()) if isinstance(found, dict) else found
    yield from entries(rows, entry.notes, "impacted_services", keep=entry.id)


def _log(entry: Entry) -> list[Update]:
    rows = [named(row, "timestamp") for row in entry.each("event_log")]
    return [
        Update(
            row.when("timestamp"), row.plain("message", "summary"), row.state(STATES, row.text("status"), "status"),
            row.text("status"),
        )
        for row in rows
    ]  # fmt: skip


def told(markup: str, started: datetime | None) -> list[Update]:
    """The dated paragraphs of a description; a clock without a day follows on the one before it."""
    found: list[Update] = []
    at = started.astimezone(PACIFIC) if started else None
    for paragraph in LexborHTMLParser(markup).css("div"):
        clock = paragraph.css_first("span.yellowfg")
        said = clock.text() if clock else ""
        at = _moment(said, at) if at else None
        if clock:
            clock.decompose()
        found.append(Update(at.astimezone(UTC) if at else None, plain(paragraph.html or "")))
    return found or ([Update(started, plain(markup))] if plain(markup) else [])


def _moment(said: str, before: datetime) -> datetime:
    clock = _CLOCK.search(said)
    if not clock:
        return before
    hour = int(clock["hour"]) % 12 + (12 if clock["half"] == "PM" else 0)
    try:
        at = before.replace(hour=hour, minute=int(clock["minute"]), second=0, microsecond=0)
        if clock["month"] in _MONTHS:
            at = at.replace(month=_MONTHS.index(clock["month"]) + 1, day=int(clock["day"]))
            return at.replace(year=at.year + 1) if at < before - timedelta(days=180) else at
    except ValueError:
        return before
    # The provider dates an event by its first word to the second; a word told earlier in the day is the next day's.
    return at + timedelta(days=1) if at < before.replace(second=0, microsecond=0) else at
