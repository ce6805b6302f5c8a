"""Cloud profiles are whole, alike, and the only place where a provider's host is named."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest

from behalf.connectors.profiles import LANGUAGES, Portal, UnknownProfile, names, profile

PACKAGE = Path(__file__).parents[2]
PROFILES = PACKAGE / "connectors" / "profiles"
PROVIDER_HOST = re.compile(
    r"[\w.-]*\b(?:microsoft\w*|azure\w*|office\w*|outlook|chinacloud\w*|onmicrosoft|onmschina|sharepoint|"
    r"dynamics|windows|21vbluecloud|live|weixin\.qq|dingtalk)\.(?:com|cn|net|us|microsoft)\b",
    re.IGNORECASE,
)


def _urls(name: str) -> Iterator[str]:
    found = profile(name)
    yield from (found.graph, found.authority, found.partner_api)
    yield from found.centres.values()
    yield from found.robots.values()
    yield from (portal.url("chenghai-bio.cn") for portal in found.portals.values())


def test_both_clouds_are_there() -> None:
    assert names() == ("21vianet", "global")


@pytest.mark.parametrize("name", names())
def test_a_profile_is_whole(name: str) -> None:
    found = profile(name)
    assert set(found.names) == set(LANGUAGES)
    assert found.name("de") == found.names["en"]
    assert ZoneInfo(found.time_zone).key == found.time_zone
    assert set(found.connectors) <= set(found.portals)
    for url in _urls(name):
        parts = urlsplit(url)
        assert (parts.scheme, bool(parts.hostname)) == ("https", True), url
        assert "{" not in url


def test_both_clouds_know_the_same_services() -> None:
    one, other = (profile(name) for name in names())
    assert set(one.portals) == set(other.portals)
    assert one.products == other.products


def test_a_portal_opens_at_the_customer_and_nothing_slips_into_its_address() -> None:
    portal = Portal("https://portal.example/?delegatedOrg={domain}")
    assert portal.in_context
    assert portal.url("a.cn&x=1/..") == "https://portal.example/?delegatedOrg=a.cn%26x%3D1%2F.."
    assert portal.url("澄海.cn").isascii()
    assert not Portal("https://portal.example/").in_context


def test_a_service_or_profile_that_nobody_described() -> None:
    assert profile("21vianet").portal("telegraph") is None
    with pytest.raises(UnknownProfile, match="21vianet, global"):
        profile("../../etc/passwd")


def test_no_other_file_names_a_host_of_a_provider() -> None:
    named = [
        f"{path.relative_to(PACKAGE)}: {match[0]}"
        for path in PACKAGE.rglob("*")
        if path.suffix in {".py", ".html", ".js"} and PROFILES not in path.parents and "tests" not in path.parts
        for match in PROVIDER_HOST.finditer(path.read_text("utf-8"))
    ]
    assert named == []


def test_the_search_for_hosts_would_find_those_of_the_profiles() -> None:
    hosts = {urlsplit(url).hostname or "" for name in names() for url in _urls(name)}
    assert [host for host in hosts if not PROVIDER_HOST.fullmatch(host)] == []
