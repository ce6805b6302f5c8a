"""The page of the search, and the palette, through HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override, pgettext

from behalf.cases import actions
from behalf.cases.models import Case
from behalf.cases.search.asked import asked
from behalf.cases.tests.factories import opened
from behalf.kit.actor import Actor
from tests.harness import StandAt
from tests.world import NOW, World

SEARCH = "/cases/search/"


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def client_of(client: Client, sign_in: Any, agent: Actor) -> Client:
    sign_in(client, agent)
    return client


@pytest.fixture
def case(world: World, agent: Actor) -> Case:
    found = opened(world, "alpha", "one", subject="Calendar of <b>room</b> 3")
    actions.reply(agent, found.pk, body="The zebra & <script>alert(1)</script> 打印机脱机", now=NOW)
    return found


@pytest.fixture(autouse=True)
def _the_clock_stands_still(stand_at: StandAt) -> None:
    stand_at(NOW)


def shown(client: Client, q: str, **more: str) -> str:
    answer = client.get(SEARCH, {"q": q, **more})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_hits_are_marked_and_escaped(client_of: Client, case: Case) -> None:
    page = shown(client_of, "zebra room 打印机")
    assert case.number in page
    assert "<mark>zebra</mark> &amp; &lt;script&gt;alert(1)&lt;/script&gt; <mark>打印机</mark>脱机" in page
    assert "&lt;b&gt;<mark>room</mark>&lt;/b&gt; 3" in page
    assert "1 case" in page


def test_a_number_leads_to_its_case(client_of: Client, case: Case) -> None:
    answer = client_of.get(SEARCH, {"q": case.number.lower()})
    assert answer["Location"] == reverse("cases:case", kwargs={"case_id": case.pk})
    assert case.number in shown(client_of, case.number[3:])


def test_as_one_types_only_the_part_below_the_box_comes(client_of: Client, case: Case) -> None:
    answer = client_of.get(SEARCH, {"q": "calen", "typing": "1"}, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert text.strip().startswith('<div id="found"')
    assert "<mark>Calendar</mark>" in text
    assert answer["HX-Replace-Url"] == f"{SEARCH}?q=calen"
    assert "Words that begin with calen" in shown(client_of, "calen")
    assert case.number in shown(client_of, "calen*")


def test_filters_are_links_that_come_and_go(client_of: Client, case: Case) -> None:
    page = shown(client_of, "calendar")
    assert 'href="/cases/search/?q=calendar+is%3Aopen"' in page
    page = shown(client_of, "calendar is:open customer:澄海")
    assert 'href="/cases/search/?q=calendar+customer%3A%E6%BE%84%E6%B5%B7" aria-current="true"' in page
    assert "is%3Aclosed" not in page
    assert case.number in page


@pytest.mark.parametrize(
    ("q", "says"),
    [
        ("", "What can be asked"),
        (" , ", "What can be asked"),
        ("wallaby", "Nothing found"),
        ("calendar severity:Z", "“severity:Z” is left out. What it takes: A, B, C."),
        ("calendar before:soon", "What it takes: 2026-10-31, 2026-10, 2026."),
        ("colour:calendar", "is no filter, so its words are looked for"),
        ("wallaby is:open", "Without filters"),
        ('"room calendar"', "The words apart"),
        (" ".join(f"word{n}" for n in range(30)), "Only the first 20 words"),
    ],
)
def test_every_state_says_what_to_do(client_of: Client, case: Case, q: str, says: str) -> None:
    assert says in shown(client_of, q)


def test_whatever_is_typed_the_page_answers(client_of: Client) -> None:
    for q in (
        '"',
        '""',
        "'",
        "\\",
        "%",
        ":",
        "is:",
        "a:b:c",
        "x" * 200,
        "’; drop table",
        "*",
        "\x00",
        "🦓 zebra",
        "-x",
    ):
        for more in ({}, {"typing": "1"}, {"before": "0.1.1"}, {"before": "9.9999999999999999.1"}):
            assert client_of.get(SEARCH, {"q": q, **more}).status_code == 200, q


def test_pages_go_on(client_of: Client, world: World) -> None:
    for n in range(30):
        opened(world, "alpha", "one", subject=f"quokka {n}")
    first = shown(client_of, "quokka")
    assert "30 cases" in first
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert client_of.get(older).content.decode().count("data-hit") == 5


def test_the_page_asks_as_often_for_many_hits_as_for_few(client_of: Client, world: World, case: Case) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            shown(client_of, "calendar")
        return len(asked)

    statements()
    few = statements()
    for n in range(20):
        opened(world, "alpha", "one", subject=f"calendar {n}")
    assert statements() == few


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja"])
def test_the_filters_on_the_page_are_understood_in_its_language(language: str) -> None:
    with override(language):
        for name, value in (
            ("is", "open"), ("is", "closed"), ("is", "mine"), ("is", "unassigned"), ("severity", "A"),
            ("has", "attachment"), ("after", "%(day)s"), ("customer", "lakeside"),
        ):  # fmt: skip
            typed = pgettext("search", f"{name}:{value}") % {"day": "2026-09-01"}
            found = asked(typed)
            assert [each.name for each in found.filters] == [name], typed
            assert found.faults == ()
            if name in ("is", "has"):
                assert found.filters[0].value == value
        for value in pgettext("search", "open, closed, mine, unassigned").replace("、", ",").split(","):
            assert asked(f"is:{value.strip()}").filters, value


def test_the_palette_finds_what_was_said(client_of: Client, case: Case) -> None:
    answer = client_of.get(reverse("console:palette"), {"q": "打印机脱"}, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert f'data-href="{reverse("cases:case", kwargs={"case_id": case.pk})}"' in text
    assert "Search all cases" in text


def test_no_stranger_sees_it(client: Client, sign_in: Any, world: World, case: Case) -> None:
    for organization, role in (("beta", "helpdesk_agent"), ("operator", "operator_engineer")):
        sign_in(client, world.actor(organization, role))
        assert "Nothing found" in shown(client, "zebra")
    sign_in(client, world.actor("one"))
    assert client.get(SEARCH, {"q": "zebra"}).status_code == 403
