"""The same form sent twice is one reply, one case; another text under the same key is not lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from behalf.cases import queries
from behalf.cases.models import Case
from behalf.cases.tests.factories import linked, opened, upload
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from tests.harness import StandAt
from tests.world import NOW, World, run_jobs

SignIn = Callable[[Client, Actor], Client]


@pytest.fixture(autouse=True)
def _the_clock_stands_still(stand_at: StandAt) -> None:
    stand_at(NOW)


def key_on(page: Any) -> str:
    """The key that a page's forms carry."""
    found = re.search(r'name="once" value="([^"]+)"', page.content.decode())
    assert found is not None, "the page's form has no key"
    return found[1]


def twice(client: Client, page: str, address: str, values: dict[str, Any]) -> tuple[HttpResponse, HttpResponse]:
    """The same form of a page sent two times."""
    once = key_on(client.get(page))
    first, second = (client.post(address, {**values, "once": once}) for _time in range(2))
    return first, second  # type: ignore[return-value]  # the test client's response is one


def _said(actor: Actor, case: Case) -> list[str]:
    with acting(actor):
        return [each.body for each in queries.thread(actor, case.pk) if not each.is_event]


@pytest.mark.parametrize("kind", ["reply", "note"])
def test_the_same_words_sent_twice_stand_there_once(client: Client, sign_in: SignIn, world: World, kind: str) -> None:
    agent, case = world.actor("alpha", "helpdesk_agent"), opened(world, "alpha", "one", subject="Mail is slow")
    sign_in(client, agent)
    page, address = (reverse(f"cases:{name}", kwargs={"case_id": case.pk}) for name in ("case", "write"))
    words = {"kind": kind, "body": "We look at it.", "note": "We look at it."}
    first, second = twice(client, page, address, words)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first["Location"] == second["Location"]
    assert _said(agent, case).count("We look at it.") == 1


def test_the_operators_answer_sent_twice_crosses_once(client: Client, sign_in: SignIn, world: World) -> None:
    engineer = world.actor("operator", "operator_engineer")
    sign_in(client, engineer)
    where = {"case_id": world.case_of_dossier}
    page, address = reverse("cases:case", kwargs=where), reverse("cases:write", kwargs=where)
    twice(client, page, address, {"kind": "reply", "body": "The queue is delivered."})
    run_jobs()
    agent = world.actor("alpha", "helpdesk_agent")
    sign_in(client, agent)
    shown = client.get(reverse("escalation:dossier", kwargs={"dossier_id": world.dossier_alpha})).content.decode()
    assert shown.count("The queue is delivered.") == 1


def test_another_text_under_the_same_key_is_another_reply(client: Client, sign_in: SignIn, world: World) -> None:
    agent, case = world.actor("alpha", "helpdesk_agent"), opened(world, "alpha", "one", subject="Mail is slow")
    sign_in(client, agent)
    address = reverse("cases:write", kwargs={"case_id": case.pk})
    for words in ("First.", "Second."):
        client.post(address, {"kind": "reply", "body": words, "once": "the key of a page that was gone back to"})
    assert _said(agent, case)[-2:] == ["First.", "Second."]


def test_the_same_words_on_a_new_page_are_said_again(client: Client, sign_in: SignIn, world: World) -> None:
    agent, case = world.actor("alpha", "helpdesk_agent"), opened(world, "alpha", "one", subject="Mail is slow")
    sign_in(client, agent)
    page, address = (reverse(f"cases:{name}", kwargs={"case_id": case.pk}) for name in ("case", "write"))
    for _time in range(2):
        client.post(address, {"kind": "reply", "body": "Thank you.", "once": key_on(client.get(page))})
    assert _said(agent, case).count("Thank you.") == 2


def test_a_form_that_came_back_with_a_fault_may_be_sent_again(client: Client, sign_in: SignIn, world: World) -> None:
    agent, case = world.actor("alpha", "helpdesk_agent"), opened(world, "alpha", "one", subject="Mail is slow")
    sign_in(client, agent)
    address = reverse("cases:write", kwargs={"case_id": case.pk})
    wrong = {"kind": "reply", "body": "See the file.", "once": "k"}
    assert client.post(address, {**wrong, "files": [upload("trace.exe")]}).status_code == 422
    assert client.post(address, {**wrong, "files": [upload()]}).status_code == 303
    assert _said(agent, case).count("See the file.") == 1


def test_a_case_opened_twice_is_one_case(client: Client, sign_in: SignIn, world: World) -> None:
    agent = world.actor("alpha", "helpdesk_agent")
    sign_in(client, agent)
    address = reverse("cases:open_for", kwargs={"account_id": world.account_one})
    typed = {"subject": "SPF", "body": "Refused.", "kind": "configuration", "severity": "B", "channel": "phone"}
    first, second = twice(client, address, address, typed)
    assert first["Location"] == second["Location"]
    with acting(agent):
        assert [row.subject for row in queries.inbox(agent, limit=99, now=NOW).rows].count("SPF") == 1


@pytest.mark.parametrize("doing", ["resolve", "close"])
def test_an_act_sent_twice_lands_on_the_case_again(client: Client, sign_in: SignIn, world: World, doing: str) -> None:
    case = linked(world, exchange_id=9)
    sign_in(client, world.actor("operator", "operator_engineer"))
    page = reverse("cases:case", kwargs={"case_id": case.pk}) + f"?do={doing}"
    address = reverse(f"cases:{doing}", kwargs={"case_id": case.pk})
    first, second = twice(client, page, address, {"body": "Delivered.", "why": "Delivered."})
    assert (first.status_code, second.status_code) == (303, 303)
