"""What was written down under a service's name of its time is read under the name that the reader knows."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from behalf.catalog.models import Service
from behalf.health import actions as health
from behalf.identity.models import Person
from behalf.kit.tenancy import acting
from tests.harness import SignIn
from tests.house.test_doors import objects
from tests.world import NOW, World, run_jobs

THEIRS = "メール サービス"


@pytest.fixture
def named(world: World) -> World:
    """The small world, with the service's health looked at for the case; its Japanese name comes afterwards."""
    agent, publisher = world.actor("alpha", "helpdesk_agent"), world.actor("operator", "operator_publisher")
    case_id = objects(world)["cases:case"]["alpha"]["case_id"]
    world["looked"] = health.check(
        agent,
        account_id=world.account_one,
        service_ids=[world.service_mail],
        about=("case", case_id, "SH-1"),
        now=NOW,
    )[0]
    run_jobs()
    with acting(publisher):
        Service.objects.visible_to(publisher).filter(pk=world.service_mail).update(name_ja=THEIRS)
    return world


@pytest.mark.parametrize(
    ("org", "role", "page"),
    [
        ("alpha", "helpdesk_agent", "escalation:dossier"),
        ("operator", "operator_engineer", "escalation:dossier"),
        ("operator", "operator_reviewer", "escalation:received"),
        ("alpha", "helpdesk_agent", "cases:case"),
        ("alpha", "helpdesk_agent", "health:recorded"),
    ],
)
def test_a_service_is_read_by_the_name_that_the_reader_knows(
    named: World, client: Client, sign_in: SignIn, org: str, role: str, page: str
) -> None:
    actor = named.actor(org, role)
    Person.objects.filter(pk=actor.person).update(language="ja")
    place = dict(objects(named).get(page, {}).get(org, {}))
    if page == "health:recorded":
        place["check_id"] = named["looked"]
    text = sign_in(client, actor).get(reverse(page, kwargs=place)).content.decode()
    main = text.split("<main")[1].split("</main>")[0]
    assert THEIRS in main
    assert "Exchange Online" not in main
    if page == "health:recorded":
        assert "中国東部" in main
        assert "China East" not in main
