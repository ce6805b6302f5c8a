"""Feeds as providers published them, where they stand beside the project: what each is known to hold is found."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from behalf.connectors.feeds import Feed, NotRecognised, read

COLLECTED = Path(__file__).resolve().parents[4] / "shared" / "data"

pytestmark = pytest.mark.skipif(
    not (COLLECTED / "health").exists(), reason="the collected feeds lie outside the project"
)


def _expected() -> dict[str, Any]:
    path = COLLECTED / "health" / "expected.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {"microsoft": []}
    return found


def _read(name: str) -> Feed:
    return read((COLLECTED / name).read_bytes())


@pytest.mark.parametrize("expected", _expected()["microsoft"], ids=lambda each: each["file"])
def test_microsofts_pages(expected: dict[str, Any]) -> None:
    feed = _read(expected["file"])
    assert [item.id for item in feed.items] == expected["ids"]
    assert len(feed.items) == expected["items"]
    assert bool(feed.next) is expected["next_link"]
    if "by_status" in expected:
        assert Counter(item.said for item in feed.items) == expected["by_status"]


def test_amazons_archive() -> None:
    expected, feed = _expected()["aws"], _read("health/aws_data.json")
    assert len(feed.items) == expected["archive"] + expected["current"]
    assert Counter(item.said for item in feed.items) == expected["by_status"]
    assert sum(item.status == "restored" for item in feed.items) == expected["resolved_in_title"]
    dates = [item.started.timestamp() for item in feed.items if item.started]
    assert (min(dates), max(dates)) == (expected["earliest"], expected["latest"])
    assert not feed.unknown


def test_the_same_events_as_rss() -> None:
    archive = {item.id: item for item in _read("health/aws_data.json").items}
    entries = _read("health/aws_rendered.rss").items
    assert len(entries) == 40
    for entry in entries:
        event = archive[entry.id.partition("#")[2]]
        assert [update.text for update in entry.updates] == [update.text for update in event.updates]


def test_a_misspelt_state_is_unknown() -> None:
    feed = _read("health/graph/serviceannouncement-list-healthoverviews.v1.2.json")
    assert feed.items[0].status == "unknown"
    assert [each.value for each in feed.unknown] == ["ServicaOperational"]


@pytest.mark.parametrize(
    ("name", "shape", "items"),
    [
        ("statuspage_summary.json", "statuspage", 11), ("upptime/summary.json", "upptime", 3),
        ("upptime/website.yml", "upptime", 1),
    ],
)  # fmt: skip
def test_other_providers(name: str, shape: str, items: int) -> None:
    feed = _read(f"health/{name}")
    assert (feed.format, len(feed.items), feed.unknown) == (shape, items, ())


def test_a_tree_of_services_without_health_is_refused() -> None:
    with pytest.raises(NotRecognised):
        _read("health/yandex_services.json")
