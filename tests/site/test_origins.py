"""From whose pages the stream is asked, where pages find it, and who is told what by the hub."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from behalf.kit.actor import Actor
from behalf.kit.marks import Mark
from behalf.site.live.hub import OF_ONE, WAITING, Full, Hub
from behalf.site.live.origins import admitted, connect_source, stream_of
from behalf.site.middleware import POLICY, policy

HOSTS = ("localhost", "127.0.0.1", "[::1]", "desk.example.cn")


@pytest.mark.parametrize(
    ("origin", "host", "is_admitted"),
    [
        ("http://localhost:8000", "localhost:8828", True), ("http://127.0.0.1:8000", "127.0.0.1:8828", True),
        ("http://[::1]:8000", "[::1]:8828", True), ("https://desk.example.cn", "desk.example.cn", True),
        ("", "desk.example.cn", True), ("http://127.0.0.1:8000", "localhost:8828", False),
        ("http://localhost:9000", "localhost:8828", False), ("https://evil.example", "localhost:8828", False),
        ("", "evil.example:8828", False), ("null", "localhost:8828", False),
        ("http://evil.example:8000", "evil.example:8828", False),
    ],
)  # fmt: skip
def test_who_is_admitted(origin: str, host: str, is_admitted: bool) -> None:
    found = admitted(origin, host, address="https://desk.example.cn", port=8000, hosts=HOSTS)
    assert found is is_admitted


@pytest.mark.parametrize(
    ("address", "port", "host", "stream"),
    [
        ("", "", "localhost:8000", ""), ("", "8828", "localhost:8000", "http://localhost:8828/live/"),
        ("", "8828", "[::1]:8000", "http://[::1]:8828/live/"), ("/live/", "8828", "localhost", "/live/"),
        ("", "8828", "evil.example", ""),
    ],
)  # fmt: skip
def test_where_a_page_finds_it(settings: Any, address: str, port: str, host: str, stream: str) -> None:
    settings.BEHALF_LIVE_ADDRESS, settings.BEHALF_LIVE_PORT = address, port
    settings.ALLOWED_HOSTS = list(HOSTS)
    assert stream_of(RequestFactory().get("/", headers={"host": host})) == stream


def test_the_content_policy_names_another_port_only() -> None:
    assert policy(connect_source("/live/")) == POLICY
    assert policy(connect_source("http://localhost:8828/live/")).endswith("connect-src 'self' http://localhost:8828")


AGENT = Actor("reseller", 2, frozenset({"helpdesk_agent"}), person_id=1)


def test_a_slow_reader_has_each_thing_once_and_beyond_a_bound_is_told_to_look_again() -> None:
    hub = Hub(10)
    stream = hub.join(AGENT, "key")
    for version in (1, 2):
        hub.tell(Mark("case", 2, 0, 5, version))
    assert stream.take() == (False, [Mark("case", 2, 0, 5, 2)])
    for about in range(WAITING + 1):
        hub.tell(Mark("case", 2, 0, about + 1, 1))
    assert stream.take() == (True, [])
    assert stream.take() == (False, [])


def test_streams_are_bounded_for_all_and_for_one_sign_in() -> None:
    hub = Hub(OF_ONE + 1)
    own = [hub.join(AGENT, "one") for _each in range(OF_ONE + 1)]
    assert [stream.is_over for stream in own] == [True, *[False] * OF_ONE]
    hub.join(AGENT, "two")
    with pytest.raises(Full):
        hub.join(AGENT, "three")
    assert "three" not in hub.sessions()
    hub.close()
    assert (len(hub), hub.sessions()) == (0, [])


def test_a_sign_in_that_became_another_loses_its_streams() -> None:
    hub = Hub(10)
    kept, changed = hub.join(AGENT, "one"), hub.join(AGENT, "two")
    hub.hold("one", AGENT)
    hub.hold("two", Actor("reseller", 3, AGENT.roles, person_id=1))
    assert (kept.is_over, changed.is_over) == (False, True)
    hub.tell(Mark("case", 2, 0, 5, 1))
    assert (len(kept.take()[1]), changed.take()[1]) == (1, [])
