from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone, translation

from behalf.kit.actor import Actor
from behalf.web import addresses
from tests.harness import StandAt

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # Tuesday, 12:00 in Shanghai


@pytest.fixture(autouse=True)
def own_addresses(settings: Any) -> Iterator[None]:
    settings.ROOT_URLCONF = "behalf.web.tests.urls"
    settings.WEB_FRAME = ""
    _forget()
    yield
    _forget()


def _forget() -> None:
    addresses._pattern.cache_clear()
    addresses.url_or_none.cache_clear()


@pytest.fixture
def noon(stand_at: StandAt) -> datetime:
    """The clock stands still at noon in Shanghai."""
    stand_at(NOON)
    return NOON


@pytest.fixture(params=["en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with translation.override(request.param), timezone.override(ZoneInfo("Asia/Shanghai")):
        yield request.param


@pytest.fixture
def alice() -> Actor:
    return Actor(
        tier="reseller", org_id=1, roles=frozenset({"admin_agent"}), person_id=1, name="陈思雨", org_name="上海云汇"
    )


@pytest.fixture
def request_of(rf: RequestFactory) -> Callable[..., HttpRequest]:
    """A request as the middleware hands it on."""

    def made(actor: Actor | None = None, **headers: str) -> HttpRequest:
        request = rf.get("/somewhere", headers=headers or None)
        request.actor = actor  # type: ignore[attr-defined]  # as the middleware leaves them
        request._messages = []  # type: ignore[attr-defined]  # as the middleware leaves them
        return request

    return made


@pytest.fixture
def draw() -> Callable[..., str]:
    """A scrap of template, rendered in our environment."""

    def drawn(source: str, **context: Any) -> str:
        return str(engines["jinja2"].env.from_string(source).render(context))  # type: ignore[attr-defined]  # the stubs know no Jinja engine

    return drawn
