"""One person in several organizations."""

from __future__ import annotations

import pytest
from django.test import Client

from behalf.audit.models import Entry
from behalf.identity import actions
from behalf.identity.models import Person
from behalf.kit.tenancy import acting
from tests.world import NOW, PASSWORD, World

EMAIL = "helpdesk-agent@alpha.example"


@pytest.fixture
def both(client: Client, world: World) -> Client:
    """The help desk agent of alpha, who sells for beta too, just signed in."""
    new = actions.add_person(world.actor("beta", "global_admin"), name="anybody", email=EMAIL, agent="sales", now=NOW)
    assert new.temporary_password is None, "they have a sign-in already"
    client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    return client


def test_the_organization_is_chosen_before_anything_else(both: Client, world: World) -> None:
    answer = both.get("/people/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/me/organization/")
    page = both.get("/me/organization/").content.decode()
    assert "上海云汇信息技术有限公司" in page
    assert "ミナト・クラウド合同会社" in page


def test_the_choice_decides_for_whom_one_works_and_can_be_changed(both: Client, world: World) -> None:
    for organization, name in (("alpha", "上海云汇信息技术有限公司"), ("beta", "ミナト・クラウド合同会社")):
        assert both.post("/me/organization/", {"organization": world[organization]}).status_code == 303
        page = both.get("/me/").content.decode()
        assert f"{name}</span></small>" in page
        with acting(world.system(organization)):
            rows = Entry.objects.visible_to(world.system(organization)).filter(what="people.signed_in")
            assert rows.count() == 1


def test_a_strangers_organization_cannot_be_chosen(both: Client, world: World) -> None:
    assert both.post("/me/organization/", {"organization": world.operator}).status_code == 422
    assert both.get("/me/").headers["Location"] == "/me/organization/"


def test_who_has_one_organization_need_not_choose(client: Client, world: World) -> None:
    client.post("/accounts/login/", {"login": "sales-agent@alpha.example", "password": PASSWORD})
    assert client.get("/me/organization/").status_code == 303


def test_leaving_one_organization_leaves_the_other(both: Client, world: World) -> None:
    both.post("/me/organization/", {"organization": world.beta})
    person = Person.objects.get(email=EMAIL)
    member = person.memberships.get(organization_id=world.beta)
    actions.deactivate(world.actor("beta", "global_admin"), member.pk, why="moved", now=NOW)
    assert both.get("/me/").status_code == 302, "that sign-in has ended"
    again = Client()
    again.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD})
    assert "上海云汇信息技术有限公司" in again.get("/me/").content.decode()
