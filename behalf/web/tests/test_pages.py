from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from jinja2 import ChoiceLoader, DictLoader, UndefinedError

from behalf.kit.actor import Actor
from behalf.web import context, errors, middleware, shortcuts

Request = Callable[..., HttpRequest]
PAGE = """
{% extends "web/customer.html" %}
{% from "web/parts.html" import state %}
{% set greeting = "hello" %}
{% block main %}<p>around</p>
{% block part %}{{ greeting }} {{ state("fine", "Fine") }} {{ actor.name }}{% endblock %}
{% endblock %}
"""


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """One page of an imagined room beside the kit's own templates."""
    env = engines["jinja2"].env  # type: ignore[attr-defined]  # the stubs know no Jinja engine
    own = DictLoader({"room/page.html": PAGE, "room/careless.html": "{{ forgotten }}"})
    monkeypatch.setattr(env, "loader", ChoiceLoader([own, env.loader]))


CUSTOMER = {"customer": SimpleNamespace(name="苏州澄海", domain="chenghai.example")}


def test_a_page_stands_in_its_frame(request_of: Request, alice: Actor) -> None:
    answer = shortcuts.render(request_of(alice), "room/page.html", CUSTOMER, status=422)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert '<html lang="en"' in text
    assert '<main class="main" id="main"' in text
    assert '<span lang="zh-Hans">苏州澄海</span>' in text
    assert "陈思雨" in text


def test_a_fragment_is_the_block_alone_and_knows_what_its_page_imports(request_of: Request, alice: Actor) -> None:
    text = shortcuts.fragment(request_of(alice), "room/page.html#part", CUSTOMER).content.decode()
    assert text.startswith("hello <span")
    assert "around" not in text
    assert "陈思雨" in text


def test_a_forgotten_name_is_an_error(request_of: Request, alice: Actor) -> None:
    with pytest.raises(UndefinedError):
        shortcuts.render(request_of(alice), "room/careless.html")


@pytest.mark.parametrize(
    ("cookie", "chosen", "seen"), [("dark", "light", "dark"), ("", "light", "light"), ("x", "", "")]
)
def test_the_switch_beats_the_profile(request_of: Request, cookie: str, chosen: str, seen: str) -> None:
    request = request_of(Actor(tier="reseller", org_id=1, roles=frozenset(), theme=chosen))
    request.COOKIES["theme"] = cookie
    assert context.theme(request) == seen


def test_a_redirect_is_followed_by_the_whole_page(request_of: Request) -> None:
    answers = middleware.htmx_redirects(lambda request: shortcuts.redirect("thing", account_id=1, thing_id=2))
    plain = answers(request_of())
    assert (plain.status_code, plain.headers["Location"]) == (303, "/things/1/2/")
    turned = answers(request_of(**{"HX-Request": "true"}))
    assert (turned.status_code, turned.headers["HX-Redirect"]) == (204, "/things/1/2/")


def test_the_middleware_leaves_other_answers_alone(request_of: Request) -> None:
    fine = HttpResponse("fine")
    assert middleware.htmx_redirects(lambda request: fine)(request_of(**{"HX-Request": "true"})) is fine


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 422, 429, 500, 503])
def test_every_error_says_what_and_offers_a_way_on(request_of: Request, status: int) -> None:
    answer = errors.page(request_of(), status, message="Because." if status < 500 else "")
    text = answer.content.decode()
    assert answer.status_code == status
    assert text.count("<h1>") == 1
    assert ("Because." in text) == (status < 500)
    assert 'class="btn btn-primary"' in text


def test_a_broken_page_gives_a_reference_and_asks_nothing(request_of: Request, alice: Actor) -> None:
    text = errors.broken(request_of(alice)).content.decode()
    assert "<code>" in text
    assert 'class="side"' not in text


def test_a_panel_is_shown_now_or_loaded_after(draw: Callable[..., str]) -> None:
    now = draw("{{ ui.slot(panel) }}", panel=context.Panel("a", html="ready"))
    later = draw("{{ ui.slot(panel) }}", panel=context.Panel("b", url="/panel"))
    assert now == "ready"
    assert 'hx-get="/panel"' in later
