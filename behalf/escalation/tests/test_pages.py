"""The pages of escalation: what is sent twice crosses once, what is too long comes back as it was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from behalf.escalation.models import Dossier, ExchangeMessage
from behalf.escalation.tests.factories import escalated, make_ready
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from tests.harness import StandAt
from tests.world import NOW, World, run_jobs

SignIn = Callable[[Client, Actor], Client]
TOO_LONG = "x" * 20_001


@pytest.fixture(autouse=True)
def _the_clock_stands_still(stand_at: StandAt) -> None:
    stand_at(NOW)


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def as_agent(client: Client, sign_in: SignIn, agent: Actor) -> Client:
    return sign_in(client, agent)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def address(name: str, **where: int) -> str:
    return reverse(f"escalation:{name}", kwargs=where)


def twice(client: Client, page: str, to: str, **values: str) -> list[str]:
    """Where the same form of a page leads, sent two times."""
    found = re.search(r'name="once" value="([^"]+)"', text(client.get(page)))
    assert found is not None
    return [client.post(to, {**values, "once": found[1]})["Location"] for _time in range(2)]


def words(actor: Actor, dossier_id: int) -> list[str]:
    with acting(actor):
        rows = ExchangeMessage.objects.visible_to(actor).filter(dossier_id=dossier_id).order_by("id")
        return list(rows.values_list("kind", flat=True))


def test_an_answer_to_the_operator_sent_twice_crosses_once(as_agent: Client, agent: Actor, world: World) -> None:
    dossier = escalated(world, agent, world.case_one)
    run_jobs()
    panel = address("panel", case_id=world.case_one)
    to = address("reply", dossier_id=dossier.pk)
    first, second = twice(as_agent, panel, to, body="At noon.", case=str(world.case_one))
    assert first == second
    assert words(agent, dossier.pk).count("reply") == 1
    draft = re.search(r'data-draft="([^"]+)"', text(as_agent.get(panel)))
    assert draft is not None
    assert f'data-draft-sent="{draft[1]}"' in text(as_agent.get(first)), "what was sent would come back as a draft"


def test_a_case_escalated_twice_goes_up_once_and_lands_on_the_case(
    as_agent: Client, agent: Actor, world: World
) -> None:
    make_ready(world, agent, world.case_one)
    page, to = (address(name, case_id=world.case_one) for name in ("escalate", "send"))
    assert twice(as_agent, page, to) == [reverse("cases:case", kwargs={"case_id": world.case_one})] * 2


def test_a_portal_request_sent_twice_is_one(client: Client, sign_in: SignIn, world: World) -> None:
    owner = world.actor("alpha", "global_admin")
    sign_in(client, owner)
    typed = {"topic": "technical", "severity": "C", "subject": "CSV is empty", "body": "Since noon."}
    first, second = twice(client, address("new_portal_request"), address("send_portal_request"), **typed)
    assert first == second
    with acting(owner):
        assert Dossier.objects.visible_to(owner).filter(subject="CSV is empty").count() == 1


def test_judging_twice_is_judging_once(client: Client, sign_in: SignIn, world: World) -> None:
    sign_in(client, world.actor("operator", "operator_reviewer"))
    page, to = (address(name, dossier_id=world.dossier_alpha) for name in ("dossier", "judge"))
    assert twice(client, page, to, reason="how_to", body="See the article.") == [page] * 2


@pytest.mark.parametrize("name", ["reply", "judge"])
def test_a_word_that_is_too_long_comes_back_with_the_limit_and_the_text(
    client: Client, sign_in: SignIn, world: World, name: str
) -> None:
    operator = world.actor("operator", "operator_reviewer")
    sign_in(client, operator if name == "judge" else world.actor("alpha", "helpdesk_agent"))
    to = address(name, dossier_id=world.dossier_alpha)
    answer = client.post(to, {"reason": "how_to", "body": TOO_LONG})
    assert answer.status_code == 422
    assert "at most 20000 characters" in text(answer)
    assert TOO_LONG in text(answer)


def test_a_portal_request_that_is_too_long_comes_back(client: Client, sign_in: SignIn, world: World) -> None:
    sign_in(client, world.actor("alpha", "global_admin"))
    typed = {"topic": "technical", "severity": "C", "subject": "CSV", "body": TOO_LONG}
    answer = client.post(address("send_portal_request"), typed)
    assert answer.status_code == 422
    assert TOO_LONG in text(answer)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("override", {"item": "lack", "reason": "r" * 501}),
        ("tried", {"text": "t" * 501}),
        ("keep", {"topic": "technical", "lack_words": "w" * 501}),
        ("incident", {"stance": "denied", "reason": "d" * 501}),
    ],
)
def test_a_word_for_the_gate_that_is_too_long_comes_back_as_typed(
    as_agent: Client, world: World, name: str, typed: dict[str, Any]
) -> None:
    where = {"incident_id": world.incident} if name == "incident" else {}
    answer = as_agent.post(address(name, case_id=world.case_one), {**typed, **where})
    assert answer.status_code == 422
    assert "at most 500 characters" in text(answer)
    assert max(typed.values(), key=len) in text(answer)
