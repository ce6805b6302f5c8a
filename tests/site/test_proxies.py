"""Behind a reverse proxy the asker's own address counts, and nobody can invent one."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from behalf.audit.models import Entry
from behalf.kit.tenancy import acting
from behalf.site import proxies
from tests.world import PASSWORD, World

OURS = proxies.networks("127.0.0.1, 10.0.0.0/8, ::1, 2001:db8:1::/48")
PROXY, ASKER, LIAR = "10.0.0.7", "203.0.113.9", "198.51.100.66"


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        (ASKER, "", ASKER),
        (ASKER, LIAR, ASKER),  # not a proxy of ours: what it says does not count
        (PROXY, ASKER, ASKER),
        (PROXY, f"{LIAR}, {ASKER}", ASKER),
        (PROXY, f"{LIAR},{ASKER}, 10.1.1.1", ASKER),  # two proxies of ours
        (PROXY, f"{ASKER}:41234", ASKER),
        (PROXY, "[2001:db8:2::5]:443", "2001:db8:2::5"),
        ("::ffff:127.0.0.1", ASKER, ASKER),  # an IPv4 proxy at a socket of both kinds
        (PROXY, "10.0.0.8, 10.0.0.9", "10.0.0.8"),  # somebody of the inner network
        (PROXY, "", PROXY),
        (PROXY, f"{ASKER}, unknown", PROXY),
        (PROXY, f"{LIAR}, <script>", PROXY),
        ("", ASKER, ""),
    ],
)
def test_the_nearest_one_that_is_no_proxy_of_ours_is_the_asker(peer: str, forwarded: str, found: str) -> None:
    assert proxies.client(peer, forwarded, OURS) == found


@given(st.text(), st.ip_addresses().filter(lambda address: not any(address in network for network in OURS)))
def test_whatever_a_client_invents_changes_nothing(invented: str, asker: Any) -> None:
    said = str(getattr(asker, "ipv4_mapped", None) or asker)
    assert proxies.client(PROXY, f"{invented},{asker}", OURS) == proxies.client(PROXY, str(asker), OURS) == said


@given(st.text(), st.text())
def test_nothing_that_is_said_breaks_it(peer: str, forwarded: str) -> None:
    assert proxies.client(peer, forwarded, OURS) == peer
    assert proxies.client(PROXY, forwarded, OURS)


def test_networks_are_named_with_commas_between() -> None:
    assert [str(each) for each in proxies.networks("10.0.0.1/8,,  ::1 ")] == ["10.0.0.0/8", "::1/128"]
    with pytest.raises(ValueError, match="proxy"):
        proxies.networks("proxy.example")


def _fail(browser: Client, world: World, forwarded: str) -> int:
    """Sign in with a wrong password by way of the proxy."""
    email = world["emails"]["alpha", "sales_agent"]
    sent = browser.post(
        "/accounts/login/",
        {"login": email, "password": "wrong"},
        REMOTE_ADDR=PROXY,
        headers={"X-Forwarded-For": forwarded},
    )
    return sent.status_code


def _noted(world: World) -> str:
    system = world.system("alpha")
    with acting(system):
        return Entry.objects.visible_to(system).filter(what="people.sign_in_failed").latest("id").address


def test_the_journal_says_from_where(client: Client, world: World, settings: Any) -> None:
    settings.BEHALF_PROXIES = OURS
    _fail(client, world, f"{LIAR}, {ASKER}")
    assert _noted(world) == ASKER


def test_where_no_proxy_is_named_the_header_is_ignored(client: Client, world: World) -> None:
    _fail(client, world, ASKER)
    assert _noted(world) == PROXY


def test_one_who_guesses_passwords_does_not_shut_out_others_behind_the_same_proxy(
    client: Client, world: World, settings: Any
) -> None:
    settings.BEHALF_PROXIES = OURS
    codes = [_fail(client, world, f"192.0.2.{number}, {LIAR}") for number in range(40)]
    assert 429 in codes
    signed_in = Client().post(
        "/accounts/login/",
        {"login": world["emails"]["beta", "sales_agent"], "password": PASSWORD},
        REMOTE_ADDR=PROXY,
        headers={"X-Forwarded-For": ASKER},
    )
    assert signed_in.status_code == 302


@pytest.mark.parametrize(
    ("peer", "said", "secure"),
    [(PROXY, "https", True), (PROXY, "http", False), (PROXY, "https, http", False), (PROXY, "", False),
     (LIAR, "https", False)],
)  # fmt: skip
def test_https_is_what_the_proxy_says(
    client: Client, db: None, settings: Any, peer: str, said: str, secure: object
) -> None:
    settings.BEHALF_PROXIES, settings.SECURE_HSTS_SECONDS = OURS, 60
    answer = client.get("/accounts/login/", REMOTE_ADDR=peer, headers={"X-Forwarded-Proto": said})
    assert ("Strict-Transport-Security" in answer.headers) is secure
