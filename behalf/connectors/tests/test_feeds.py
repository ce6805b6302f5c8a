"""Feeds of providers: each shape is read, the unknown stays unknown, and nothing that arrives raises."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from behalf.connectors import feeds
from behalf.connectors.feeds import FORMATS, Item, NotRecognised, fetching, read
from behalf.connectors.ports import Unreachable

GRAPH = {
    "@odata.nextLink": "https://provider.example/issues?$skip=100",
    "value": [
        {
            "id": "EX1", "service": "Exchange Online", "status": "serviceDegradation", "title": "Mail is late",
            "classification": "incident", "startDateTime": "2026-03-01T08:00:00Z", "endDateTime": None,
            "lastModifiedDateTime": "2026-03-01T09:30:00.1234567Z",
            "posts": [
                {"createdDateTime": "2026-03-01T09:00:00Z", "description": {"content": "<p>Found</p><p>it</p>"}},
                {"createdDateTime": "2026-03-01T08:10:00Z", "description": {"content": "Looking"}},
            ],
        },
        {"id": "Lync", "service": "Teams", "status": "onFire"},
        {
            "id": "MC7", "title": "A change", "services": ["Teams", "SharePoint"], "category": "planForChange",
            "actionRequiredByDateTime": "2026-05-01T00:00:00Z", "lastModifiedDateTime": "2026-03-01T00:00:00Z",
        },
    ],
}  # fmt: skip
COMMUNICATIONS = {
    "value": [
        {"Id": "Exchange", "Workload": "EXO", "WorkloadDisplayName": "Exchange Online", "Status": "ServiceOperational"},
        {
            "Id": "PM3", "MessageType": "PlannedMaintenance", "Title": "New servers", "Status": "Scheduled",
            "AffectedWorkloadDisplayNames": ["SharePoint"], "StartTime": "2026-03-08T16:00:00Z",
            "EndTime": "2026-03-08T20:00:00Z", "Messages": [{"PublishedTime": "2026-03-01", "MessageText": "Soon"}],
        },
    ]
}  # fmt: skip
STATUSPAGE = {
    "page": {"id": "p", "name": "A provider"},
    "components": [
        {"id": "g", "name": "All", "status": "major_outage", "group": True},
        {"id": "c", "name": "Mail", "status": "partial_outage", "group": False},
    ],
    "incidents": [
        {
            "id": "i", "name": "Mail is late", "status": "identified", "impact": "major",
            "components": [{"name": "Mail"}], "created_at": "2026-03-01T08:00:00.000-08:00", "incident_updates": [
                {"status": "identified", "body": "Found it", "created_at": "2026-03-01T09:00:00.000-08:00"},
                {"status": "investigating", "body": "Looking", "created_at": "2026-03-01T08:05:00.000-08:00"},
            ],
        }
    ],
    "scheduled_maintenances": [
        {"id": "m", "name": "Disks", "status": "in_progress", "scheduled_for": "2026-03-02T00:00:00Z",
         "scheduled_until": "2026-03-02T04:00:00Z"},
    ],
}  # fmt: skip
AMAZON = {
    "archive": [
        {
            "service": "ec2-us-east-2", "service_name": "Compute (Ohio)", "summary": "[RESOLVED] Errors", "status": "2",
            "date": "1640246700",  # 2021-12-23 00:05 in the provider's zone
            "description": '<div><span class="yellowfg">12:05 AM PST</span>&nbsp;Looking</div>'
            '<div><span class="yellowfg"> 4:10 PM PST</span>&nbsp;Found</div>'
            '<div><span class="yellowfg">12:40 AM PST</span>&nbsp;Over</div>',
        }
    ],
    "current": [],
}  # fmt: skip
GOOGLE = [
    {
        "id": "g1", "begin": "2026-03-01T08:00:00+00:00", "end": None, "external_desc": "Disks fail",
        "status_impact": "SERVICE_OUTAGE", "severity": "high", "affected_products": [{"title": "Disks"}],
        "currently_affected_locations": [{"id": "asia-east1"}],
        "most_recent_update": {"status": "SERVICE_DISRUPTION"},
        "updates": [{"when": "2026-03-01T08:10:00+00:00", "text": "Half are back", "status": "SERVICE_DISRUPTION"}],
    }
]  # fmt: skip
CACHET = {"data": [{"id": 4, "name": "Mail", "status": 3, "status_name": "Partial Outage"}]}
CACHET_3 = {
    "data": [
        {"id": "9", "type": "incidents", "attributes": {"name": "Late", "status": {"human": "Watching", "value": 3}}},
        {"id": "2", "type": "schedules", "attributes": {"name": "Disks", "status": {"human": "Upcoming", "value": 0}}},
    ],
    "links": {"next": "https://status.example/api/incidents?page=2"},
}
UPPTIME = [{"slug": "mail", "name": "Mail", "url": "https://mail.example", "status": "degraded", "uptime": "99.1%"}]
SHAPES: dict[str, list[Any]] = {
    "microsoft-graph": [GRAPH], "microsoft-communications": [COMMUNICATIONS], "statuspage": [STATUSPAGE],
    "amazon": [AMAZON], "google": [GOOGLE], "cachet": [CACHET, CACHET_3], "upptime": [UPPTIME],
}  # fmt: skip
ATOM = """<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Status</title>
<entry><id>tag:1</id><title>Mail is late</title><published>2026-01-01T01:00:00Z</published>
<updated>2026-01-01T02:00:00Z</updated><link href="https://status.example/1"/><content type="html">
&lt;p&gt;&lt;small&gt;Jan 1, 01:30 UTC&lt;/small&gt;&lt;br&gt;&lt;strong&gt;Monitoring&lt;/strong&gt; - Mended&lt;/p&gt;
&lt;p&gt;&lt;small&gt;Dec 31, 23:50 UTC&lt;/small&gt;&lt;br&gt;
&lt;strong&gt;Investigating&lt;/strong&gt; - Looking&lt;/p&gt;
</content></entry></feed>"""
RSS = """<rss version="2.0"><channel><title>状态</title><item><title>维护通知</title><guid>7</guid>
<pubDate>Wed, 15 Jun 2022 18:15:54 +0800</pubDate><description>今晚维护</description></item></channel></rss>"""


def told(document: object) -> dict[str, Item]:
    return {item.id: item for item in read(json.dumps(document).encode()).items}


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize("named", SHAPES)
def test_a_shape_is_told_from_the_others(named: str) -> None:
    for document in SHAPES[named]:
        raw = json.dumps(document).encode()
        assert read(raw).format == named
        assert read(b"\xef\xbb\xbf" + raw, named) == read(raw)
        for other in set(FORMATS) - {named}:
            with pytest.raises(NotRecognised):
                read(raw, other)


def test_microsofts_incident_with_its_posts_in_order() -> None:
    feed = read(json.dumps(GRAPH).encode())
    incident = feed.items[0]
    assert (incident.kind, incident.status, incident.services) == ("incident", "degradation", ("Exchange Online",))
    assert incident.changed == datetime(2026, 3, 1, 9, 30, 0, 123456, tzinfo=UTC)
    assert [update.text for update in incident.updates] == ["Looking", "Found\nit"]
    assert feed.next == "https://provider.example/issues?$skip=100"


def test_a_state_that_nobody_knows_stays_unknown_and_is_said() -> None:
    feed = read(json.dumps(GRAPH).encode())
    assert (feed.items[1].status, feed.items[1].said) == ("unknown", "onFire")
    assert [(each.item, each.field, each.value) for each in feed.unknown] == [("Lync", "status", "onFire")]


def test_a_post_says_by_when_to_act() -> None:
    post = told(GRAPH)["MC7"]
    assert (post.kind, post.category, post.act_by) == ("announcement", "change", at(2026, 5, 1))


def test_services_and_planned_work_of_the_older_interface() -> None:
    found = told(COMMUNICATIONS)
    assert (found["Exchange"].status, found["Exchange"].title) == ("normal", "Exchange Online")
    assert (found["PM3"].kind, found["PM3"].status, found["PM3"].services) == (
        "maintenance",
        "planned",
        ("SharePoint",),
    )


def test_statuspage_without_its_headings() -> None:
    found = told(STATUSPAGE)
    assert {key: (item.kind, item.status) for key, item in found.items()} == {
        "c": ("service", "degradation"), "i": ("incident", "interruption"), "m": ("maintenance", "started"),
    }  # fmt: skip
    assert found["i"].started == at(2026, 3, 1, 16)
    assert [update.status for update in found["i"].updates] == ["investigating", "degradation"]


def test_amazons_clocks_without_a_day_go_on_over_midnight() -> None:
    event = told(AMAZON)["ec2-us-east-2_1640246700"]
    assert [update.at for update in event.updates] == [
        at(2021, 12, 23, 8, 5),
        at(2021, 12, 24, 0, 10),
        at(2021, 12, 24, 8, 40),
    ]
    assert (event.status, event.said, event.ended) == ("restored", "2", at(2021, 12, 24, 8, 40))


def test_googles_incident_is_as_its_last_word_says() -> None:
    incident = told(GOOGLE)["g1"]
    assert (incident.status, incident.severity, incident.regions) == ("degradation", "high", ("asia-east1",))


def test_cachet_of_both_versions() -> None:
    assert (told(CACHET)["4"].kind, told(CACHET)["4"].status) == ("service", "degradation")
    assert {key: (item.kind, item.status) for key, item in told(CACHET_3).items()} == {
        "9": ("incident", "restoring"), "2": ("maintenance", "planned"),
    }  # fmt: skip


def test_upptime_and_the_history_of_one_site() -> None:
    assert told(UPPTIME)["mail"].status == "degradation"
    site = b"url: https://mail.example\nstatus: down\nresponseTime: 9\nlastUpdated: 2026-03-01T08:00:00Z\n"
    item = read(site).items[0]
    assert (item.status, item.changed) == ("interruption", at(2026, 3, 1, 8))


def test_an_atom_entry_tells_its_updates_over_the_turn_of_the_year() -> None:
    item = read(ATOM.encode()).items[0]
    assert (item.kind, item.status, item.said) == ("incident", "restoring", "Monitoring")
    assert [update.at for update in item.updates] == [at(2025, 12, 31, 23, 50), at(2026, 1, 1, 1, 30)]


def test_a_plain_entry_is_a_notice_of_unknown_state() -> None:
    item = read(RSS.encode("utf-8")).items[0]
    assert (item.kind, item.status, item.title) == ("notice", "unknown", "维护通知")
    assert item.started == at(2022, 6, 15, 10, 15).replace(second=54)


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"null", b"[]", b"{}", b'{"value": []}', b'{"data": [{"id": 1}]}', b"<html><body>503</body></html>", b"<",
        b"Service unavailable", b"\xff\xfe\x00", b"[" * 100_000,
        b'[{"slug": "a", "status": "public", "incidents": []}]', b"a: &a [x]\nb: *c\n",
    ],
    ids=range(13),
)  # fmt: skip
def test_any_other_shape_is_refused(raw: bytes) -> None:
    with pytest.raises(NotRecognised):
        read(raw)


def _places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(place for key, value in inner for place in _places(value, (*path, key)))]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40)
    | st.sampled_from(["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "1e400", "<p>", "9" * 20]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(st.data())
def test_whatever_stands_in_its_place_nothing_raises(data: st.DataObject) -> None:
    """A feed with any value put in place of another is read or refused, and reads the same a second time."""
    document = deepcopy(data.draw(st.sampled_from([each for shapes in SHAPES.values() for each in shapes])))
    for place in data.draw(st.lists(st.sampled_from(_places(document)[1:]), min_size=1, max_size=3)):
        node = document
        try:
            for key in place[:-1]:
                node = node[key]
            node[place[-1]] = data.draw(JUNK)
        except (LookupError, TypeError):
            continue  # an earlier change took the place away
    raw = json.dumps(document).encode()
    try:
        assert read(raw) == read(raw)
    except NotRecognised:
        return


@example(b"\0" * 6, 137, ATOM)
@example(b"\x80", 30, ATOM)
@example(b"\0", 30, ATOM)
@given(st.binary(max_size=60), st.integers(0, 900), st.sampled_from([ATOM, RSS]))
def test_a_mangled_feed_is_read_or_refused(junk: bytes, cut: int, feed: str) -> None:
    raw = feed.encode()
    try:
        read(raw[:cut] + junk + raw[cut + len(junk) :])
    except NotRecognised:
        return


class _Provider(BaseHTTPRequestHandler):
    """Answers, moves, fails."""

    def do_GET(self) -> None:
        status, place = {"/feed": (200, ""), "/moved": (302, "/feed")}.get(self.path, (503, ""))
        self.send_response(status)
        if place:
            self.send_header("Location", place)
        self.end_headers()
        if status == 200:
            self.wfile.write(json.dumps(UPPTIME).encode())

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@pytest.fixture
def provider() -> Any:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Provider) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_feed_is_fetched_from_where_it_moved_to(provider: str) -> None:
    assert feeds.read(fetching.fetch(f"{provider}/moved")).format == "upptime"


@pytest.mark.parametrize(("path", "reason"), [("/gone", "HTTP 503"), (":no port", "port")])
def test_no_answer_says_why(provider: str, path: str, reason: str) -> None:
    with pytest.raises(Unreachable) as caught:
        fetching.fetch(f"{provider}{path}")
    assert reason in caught.value.reason
