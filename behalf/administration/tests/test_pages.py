"""The pages, as an agent and a customer walk through them."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from behalf.administration.tests.conftest import Control
from behalf.administration.tests.factories import FORWARDING, LIMIT, SMTP
from behalf.identity.models import Person
from behalf.kit import references
from behalf.kit.actor import Actor
from tests.harness import StandAt
from tests.world import NOW, World

NOT_DELEGATED = "The customer has not delegated the administration of this service. Ask its administrator to grant it."

SignIn = Callable[[Client, Actor], Client]


@pytest.fixture(autouse=True)
def still(stand_at: StandAt) -> None:
    """The clock stands at the world's present."""
    stand_at(NOW)


@pytest.fixture
def agent(world: World, client: Client, sign_in: SignIn, provider: Control) -> Client:
    """Alpha's admin agent, with no session open yet."""
    provider.seed({FORWARDING: "Automatic", SMTP: None, LIMIT: 2000})
    return sign_in(client, world.actor("alpha", "admin_agent"))


def _url(name: str, world: World, service: str | None = "exchange-online", **more: int) -> str:
    place: dict[str, Any] = {"account_id": world.account_one, **more}
    if service:
        place["service_id"] = world.services[service]
    return reverse(f"administration:{name}", kwargs=place)


def _text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def _post(client: Client, address: str, data: dict[str, str] | None = None) -> Any:
    """Post and see the page that it leads to; ``at`` says where that is."""
    answer = client.post(address, data or {})
    assert answer.status_code == 303, _text(answer)
    page: Any = client.get(answer["Location"])
    page.at = answer["Location"]
    return page


def _begin(agent: Client, world: World, **data: str) -> Any:
    return _post(agent, _url("begin", world), {"reason": "Mail is delayed", **data})


def _correct(page: Any, world: World, title: str) -> str:
    pattern = rf'href="({_url("service", world)}settings/\d+/)" aria-label="Correct: {title}'
    found = re.search(pattern, page.content.decode())
    assert found, title
    return found[1]


def _hidden(response: Any, name: str) -> str:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', response.content.decode())
    assert found, name
    return unescape(found[1])


def test_service_management_lists_what_may_be_done(agent: Client, world: World) -> None:
    page = _text(agent.get(_url("services", world, None)))
    assert "Administer services" in page
    assert "took the delegation back" in page
    assert "Ask for it" in page
    assert "portal.azure.cn" in page


def test_opening_asks_why_then_shows_the_settings_under_the_bar(agent: Client, world: World) -> None:
    assert "Why do you act for this customer?" in _text(agent.get(_url("service", world)))
    refused = agent.post(_url("begin", world), {"reason": ""})
    assert refused.status_code == 422
    assert "Say why you act" in _text(refused)
    page = _begin(agent, world)
    assert 'class="onbehalf"' in page.content.decode()
    assert "Automatic forwarding to outside addresses" in _text(page)
    services = agent.get(_url("services", world, None))
    assert 'class="onbehalf"' in services.content.decode()
    assert "now, by you" in _text(services)


def test_the_bar_stays_with_its_customer(agent: Client, world: World) -> None:
    _begin(agent, world)
    other = reverse("administration:services", kwargs={"account_id": world.account_two})
    assert 'class="onbehalf"' not in agent.get(other).content.decode()


def test_a_case_is_a_reason(agent: Client, world: World) -> None:
    given = references.given(world.account_one, ("case", "7", "SH-10482"))
    asked = agent.get(_url("service", world), {"about": given})
    assert "SH-10482" in _text(asked)
    page = _begin(agent, world, reason="", about=_hidden(asked, "about"))
    assert "SH-10482" in _text(page)


@pytest.mark.parametrize("about", ["case:7:SH-10482", "", "one's customer"])
def test_a_case_that_nobody_gave_out_for_this_customer_is_no_reason(agent: Client, world: World, about: str) -> None:
    typed = references.given(world.account_two, ("case", "7", "SH-10482")) if about == "one's customer" else about
    refused = agent.post(_url("begin", world), {"reason": "", "about": typed})
    assert refused.status_code == 422
    assert "SH-10482" not in _text(refused)


def test_the_form_offers_the_customers_open_cases_as_reasons(agent: Client, world: World) -> None:
    assert reverse("cases:reasons", args=[world.account_one]) in agent.get(_url("service", world)).content.decode()
    offered = agent.get(reverse("cases:reasons", args=[world.account_one])).content.decode()
    about = unescape(re.findall(r'<option value="([^"]+)">', offered)[0])
    number = about.split(":")[3].split(".")[0]
    assert number in _text(_begin(agent, world, reason="", about=about))


def test_extending_and_ending_from_the_bar(agent: Client, world: World) -> None:
    _begin(agent, world)
    place = {"account_id": world.account_one}
    assert agent.post(reverse("administration:extend", kwargs=place)).status_code == 303
    agent.post(reverse("administration:end", kwargs=place))
    assert 'class="onbehalf"' not in agent.get(_url("services", world, None)).content.decode()
    assert agent.post(reverse("administration:extend", kwargs=place)).status_code == 409


def test_the_difference_comes_first_then_the_write_then_the_undo(
    agent: Client, world: World, provider: Control
) -> None:
    page = _begin(agent, world)
    link = _correct(page, world, "Outside recipients")
    shown = agent.get(link)
    assert "2000" in _text(shown)
    assert "500" in _text(shown)
    assert provider.writes() == []
    form = {name: _hidden(shown, name) for name in ("value", "seen")}
    done = _post(agent, link, form)
    assert "Verified" in _text(done)
    assert provider.writes() == [204]
    undo = f"{done.at}undo/"
    seen = _hidden(agent.get(undo), "seen")
    back = _post(agent, undo, {"seen": seen})
    assert "Verified" in _text(back)
    stale = agent.post(undo, {"seen": seen})
    assert stale.status_code == 409
    assert "nothing left to restore" in _text(stale)


def test_another_value_is_shown_as_a_difference_before_it_is_written(
    agent: Client, world: World, provider: Control
) -> None:
    page = _begin(agent, world)
    link = _correct(page, world, "Outside recipients")
    shown = agent.get(link, {"value": "321"})
    assert _hidden(shown, "value") == "321"
    assert "A number from 0 to 10000" in _text(agent.get(link, {"value": "many"}))
    wrong = agent.post(link, {"value": "321", "seen": "old"})
    assert wrong.status_code == 422
    assert "read again meanwhile" in _text(wrong)
    assert provider.writes() == []


def test_high_impact_asks_whether_the_customer_knows(agent: Client, world: World, provider: Control) -> None:
    page = _begin(agent, world)
    link = _correct(page, world, "Automatic forwarding")
    shown = agent.get(link)
    form = {name: _hidden(shown, name) for name in ("value", "seen")}
    refused = agent.post(link, form)
    assert refused.status_code == 422
    assert "Tell the customer first" in _text(refused)
    assert "Verified" in _text(_post(agent, link, {**form, "told": "on"}))


def test_a_provider_that_is_away_is_said_and_is_no_finding(agent: Client, world: World, provider: Control) -> None:
    provider.behave(fail_status=503, fail_count=-1)
    page = _text(_begin(agent, world))
    assert "Could not read" in page
    assert "This is not a finding." in page
    users = agent.get(_url("users", world))
    assert "Users and licences could not be read." in _text(users)


def test_users_are_shown_by_the_page(agent: Client, world: World, provider: Control) -> None:
    provider.people(count=30, licences={"ENTERPRISEPACK": 40})
    assert agent.get(_url("users", world)).status_code == 303
    _begin(agent, world)
    first = agent.get(_url("users", world))
    assert "Office 365 E3" in _text(first)
    older = re.search(r'rel="next" href="([^"]+)"', first.content.decode())
    assert older
    assert agent.get(older[1].replace("&amp;", "&")).status_code == 200


def test_a_service_without_connector_is_handed_over_in_the_customers_context(agent: Client, world: World) -> None:
    agent.post(_url("begin", world, "azure"), {"reason": "Network"})
    page = _text(agent.get(_url("service", world, "azure")))
    assert "This service is administered at the provider." in page
    assert agent.get(_url("portal", world, "azure")).status_code == 303
    assert "Went on in the provider" not in _text(agent.get(_url("record", world, None)))
    away = agent.post(_url("portal", world, "azure")).content.decode()
    assert re.search(r'http-equiv="refresh" content="0; url=https://[^"]+chenghai-bio\.cn"', away)
    assert re.search(r'<a [^>]*href="https://[^"]+chenghai-bio\.cn"', away)
    assert "Went on in the provider" in _text(agent.get(_url("record", world, None)))


def test_the_portal_stays_shut_when_the_session_is_over_and_says_so(agent: Client, world: World) -> None:
    refused = agent.post(_url("portal", world, "azure"))
    assert refused.status_code == 409
    assert "The session is over" in _text(refused)
    assert "refresh" not in refused.content.decode()
    assert "Went on in the provider" not in _text(agent.get(_url("record", world, None)))


def _end(agent: Client, world: World) -> None:
    agent.post(reverse("administration:end", kwargs={"account_id": world.account_one}))


def test_a_write_after_the_session_ended_says_so_and_goes_on_where_it_stopped(
    agent: Client, world: World, provider: Control
) -> None:
    link = _correct(_begin(agent, world), world, "Outside recipients")
    form = {name: _hidden(agent.get(link, {"value": "321"}), name) for name in ("value", "seen")}
    _end(agent, world)
    refused = agent.post(link, form)
    assert refused.status_code == 409
    for text in ("Nothing was written.", "The session is over.", "Outside recipients", "321", "Why do you act"):
        assert text in _text(refused)
    assert provider.writes() == []
    again = _begin(agent, world, then=_hidden(refused, "then"))
    assert again.at == f"{link}?value=321"
    assert _hidden(again, "value") == "321"
    done = _post(agent, link, {name: _hidden(again, name) for name in ("value", "seen")})
    assert "Verified" in _text(done)


def test_a_write_after_the_customer_took_the_right_back_says_so(
    agent: Client, world: World, provider: Control, sign_in: SignIn
) -> None:
    link = _correct(_begin(agent, world), world, "Outside recipients")
    form = {name: _hidden(agent.get(link, {"value": "321"}), name) for name in ("value", "seen")}
    customer = sign_in(Client(), world.actor("one"))
    customer.post(reverse("administration:remove", kwargs={"delegation_id": world.delegation_one}))
    Person.objects.filter(pk=world.actor("alpha", "admin_agent").person).update(language="zh-hans")
    refused = agent.post(link, form)
    assert refused.status_code == 409
    with translation.override("zh-hans"):
        for text in ("Nothing was written.", NOT_DELEGATED):
            assert gettext(text) in _text(refused)
    assert "321" in _text(refused)
    assert "2000" not in _text(refused)
    assert '<form class="box' not in refused.content.decode()
    assert provider.writes() == []


def test_an_undo_after_the_session_ended_says_so_and_goes_on_where_it_stopped(
    agent: Client, world: World, provider: Control
) -> None:
    link = _correct(_begin(agent, world), world, "Outside recipients")
    done = _post(agent, link, {name: _hidden(agent.get(link), name) for name in ("value", "seen")})
    undo = f"{done.at}undo/"
    seen = _hidden(agent.get(undo), "seen")
    _end(agent, world)
    refused = agent.post(undo, {"seen": seen})
    assert refused.status_code == 409
    for text in ("Nothing was written.", "The session is over.", "Outside recipients", "2000"):
        assert text in _text(refused)
    assert _begin(agent, world, then=_hidden(refused, "then")).at == undo


def test_a_difference_asked_for_without_a_session_is_shown_after_its_beginning(agent: Client, world: World) -> None:
    link = _correct(_begin(agent, world), world, "Outside recipients")
    _end(agent, world)
    asked = agent.get(agent.get(link, {"value": "321"})["Location"])
    assert _begin(agent, world, then=_hidden(asked, "then")).at == f"{link}?value=321"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/me/", "x" * 3000])
def test_what_comes_after_the_beginning_is_a_page_of_the_service(agent: Client, world: World, elsewhere: str) -> None:
    assert _begin(agent, world, then=elsewhere).at == _url("service", world)


def test_no_delegation_says_what_to_do(agent: Client, world: World) -> None:
    page = agent.get(_url("service", world, "dynamics-365-sales"))
    assert "has not delegated" in _text(page)
    assert '<form class="box' not in page.content.decode()
    words = agent.get(_url("ask", world, "dynamics-365-sales"))
    assert reverse("administration:partners") in words.content.decode()


def test_a_sales_agent_sees_none_of_it(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, world.actor("alpha", "sales_agent"))
    for name in ("service", "users", "portal"):
        assert client.get(_url(name, world)).status_code == 403
    assert client.post(_url("portal", world)).status_code == 403
    assert client.get(_url("services", world, None)).status_code == 403
    assert client.post(_url("begin", world), {"reason": "x"}).status_code == 403


def test_a_stranger_finds_none_of_it(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, world.actor("beta", "admin_agent"))
    for name in ("service", "users", "portal", "ask"):
        assert client.get(_url(name, world)).status_code == 404
    for name in ("begin", "look", "portal"):
        assert client.post(_url(name, world), {"reason": "x"}).status_code == 404


def test_the_customer_sees_its_partners_and_takes_a_right_back(client: Client, world: World, sign_in: SignIn) -> None:
    sign_in(client, world.actor("one"))
    page = _text(client.get(reverse("administration:partners")))
    assert world.actor("alpha").org_name in page
    assert "Looked at the settings" in page
    remove = reverse("administration:remove", kwargs={"delegation_id": world.delegation_one})
    assert "is stopped at once" in _text(client.get(remove))
    assert "The right is removed." in _text(_post(client, remove))
    assert "right was removed already" in _text(client.get(remove))
    grant = reverse("administration:grant", kwargs={"delegation_id": world.delegation_one})
    assert "may administer the service again" in _text(_post(client, grant))
    assert "Before" in _text(client.get(reverse("administration:own_record")))


@pytest.mark.parametrize("name", ["services", "service"])
def test_a_page_asks_the_database_the_same_for_one_step_and_for_many(agent: Client, world: World, name: str) -> None:
    _begin(agent, world)
    url = _url(name, world, None if name == "services" else "exchange-online")

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert agent.get(url).status_code == 200
        return len(seen)

    few = statements()
    for code in ("directory", "azure", "sharepoint-online"):
        agent.post(_url("begin", world, code), {"reason": "more"})
    for _time in range(5):
        agent.post(_url("look", world))
    assert statements() == few
