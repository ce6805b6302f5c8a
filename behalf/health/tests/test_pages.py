"""The pages: what is shown, what a form refuses, and that looking writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from behalf.health import queries
from behalf.kit import clock
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from tests.world import NOW, World

SignIn = Callable[[Client, Actor], Client]


@pytest.fixture(autouse=True)
def the_clock_stands() -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def agent(world: World, client: Client, sign_in: SignIn) -> Actor:
    actor = world.actor("alpha", "helpdesk_agent")
    sign_in(client, actor)
    return actor


@pytest.fixture
def publisher(world: World, client: Client, sign_in: SignIn) -> Actor:
    actor = world.actor("operator", "operator_publisher")
    sign_in(client, actor)
    return actor


def _checks(actor: Actor, account_id: int) -> list[queries.CheckRow]:
    with acting(actor):
        return queries.checks(actor, account_id)


def test_looking_at_a_customers_board_from_a_case_writes_nothing(world: World, client: Client, agent: Actor) -> None:
    before = len(_checks(agent, world.account_one))
    url = reverse("health:of_customer", kwargs={"account_id": world.account_one})
    page = client.get(url, {"case": "7", "label": "SH-10482"}).content.decode()
    assert "For case SH-10482" in page
    assert "Record this check" in page
    assert len(_checks(agent, world.account_one)) == before


def test_the_button_records_it_for_the_case_and_comes_back(world: World, client: Client, agent: Actor) -> None:
    url = reverse("health:check", kwargs={"account_id": world.account_one})
    answer = client.post(url, {"case": "7", "label": "SH-10482", "service": world.services["exchange-online"]})
    back = reverse("health:of_customer", kwargs={"account_id": world.account_one})
    assert answer.headers["Location"] == f"{back}?case=7&label=SH-10482"
    newest = _checks(agent, world.account_one)[0]
    assert (newest.about, newest.service_id) == (("case", "7", "SH-10482"), world.services["exchange-online"])
    assert "Recorded the state of 1 service." in client.get(answer.headers["Location"]).content.decode()


def test_a_recorded_check_is_read_as_it_was_kept(world: World, client: Client, agent: Actor) -> None:
    kwargs = {"account_id": world.account_one, "check_id": world.check_one}
    page = client.get(reverse("health:recorded", kwargs=kwargs)).content.decode()
    assert "Exchange Online" in page
    kwargs["account_id"] = world.account_two
    assert client.get(reverse("health:recorded", kwargs=kwargs)).status_code == 404


def test_the_board_names_what_is_wrong_and_links_to_it(world: World, client: Client, agent: Actor) -> None:
    page = client.get(reverse("health:board")).content.decode()
    assert "Mail to other countries delayed" in page
    assert reverse("health:incident", kwargs={"incident_id": world.incident}) in page
    assert reverse("health:publish_incident") not in page


def test_a_publisher_publishes_an_incident(world: World, client: Client, publisher: Actor) -> None:
    form = {
        "kind": "outage",
        "title": "Sign-in fails",
        "impact": "Nobody can sign in.",
        "services": [str(world.services["directory"])],
        "regions": ["china-north"],
        "state": "interruption",
        "text": "We are at it.",
        "began_at": "",
        "next_update_at": "",
    }
    answer = client.post(reverse("health:publish_incident"), form)
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Nobody can sign in." in page
    assert "China North" in page


def test_a_refused_form_comes_back_with_what_was_typed(client: Client, publisher: Actor) -> None:
    answer = client.post(reverse("health:publish_incident"), {"title": "Only a title"})
    assert answer.status_code == 422
    assert 'value="Only a title"' in answer.content.decode()


def test_the_actions_refusal_comes_back_to_its_field(world: World, client: Client, publisher: Actor) -> None:
    soon = NOW + timedelta(days=1)
    form = {
        "title": "Soon",
        "text": "Short.",
        "services": [str(world.services["directory"])],
        "starts_at": f"{soon:%Y-%m-%dT%H:%M}",
        "ends_at": f"{soon + timedelta(hours=1):%Y-%m-%dT%H:%M}",
    }
    answer = client.post(reverse("health:publish_maintenance"), form)
    assert answer.status_code == 422
    assert "id_short_notice_error" in answer.content.decode()


def test_times_are_typed_in_the_persons_own_zone(world: World, client: Client, publisher: Actor) -> None:
    form = {
        "title": "Storage is moved",
        "text": "Read-only for an hour.",
        "services": [str(world.services["directory"])],
        "starts_at": "2031-03-01T23:00",
        "ends_at": "2031-03-02T01:00",
    }
    client.post(reverse("health:publish_maintenance"), form)
    with acting(publisher):
        row = queries.maintenances(publisher)[0]
    assert row.starts_at.isoformat() == "2031-03-01T15:00:00+00:00"


def test_the_customers_admin_reads_an_incident_without_our_other_customers(
    world: World, client: Client, sign_in: SignIn
) -> None:
    sign_in(client, world.actor("one"))
    page = client.get(reverse("health:incident", kwargs={"incident_id": world.incident})).content.decode()
    assert "Mail to other countries delayed" in page
    assert "Who is hit" not in page


@pytest.mark.parametrize("key", ["nonsense", "2026-13-40T00:00,1", "2026-11-01T00:00,1", "2026-11-01T00:00+00:00,x"])
def test_a_key_that_makes_no_sense_is_the_first_page(client: Client, agent: Actor, key: str) -> None:
    assert client.get(reverse("health:incidents"), {"before": key}).status_code == 200
