"""The palette leads to what its person may see, by name, number and words, in any language."""

from __future__ import annotations

from django.test import Client

from tests.harness import SignIn
from tests.world import World

ASKED = {"HX-Request": "true"}


def _found(client: Client, words: str) -> str:
    return client.get("/palette/", {"q": words}, headers=ASKED).content.decode()


def test_customers_by_any_part_in_chinese_too(world: World, client: Client, sign_in: SignIn) -> None:
    sign_in(client, world.actor("alpha", "helpdesk_agent"))
    assert f'data-href="/customers/{world.account_one}/"' in _found(client, "澄海")
    assert f'data-href="/customers/{world.account_two}/"' in _found(client, "lakeside")


def test_what_is_done_with_the_customer_that_was_named(world: World, client: Client, sign_in: SignIn) -> None:
    sign_in(client, world.actor("alpha", "helpdesk_agent"))
    found = _found(client, "澄海")
    assert f'data-href="/customers/{world.account_one}/services/"' in found
    assert f'data-href="/customers/{world.account_one}/cases/open/"' in found


def test_a_case_by_its_number_also_when_it_is_closed(world: World, client: Client, sign_in: SignIn) -> None:
    sign_in(client, world.actor("alpha", "helpdesk_agent"))
    assert f'data-href="/cases/{world.case_one}/"' in _found(client, "sh-10001")
    assert f'data-href="/cases/{world.case_closed}/"' in _found(client, "SH-10004")


def test_services_and_actions(world: World, client: Client, sign_in: SignIn) -> None:
    sign_in(client, world.actor("alpha", "admin_agent"))
    assert "/health/services/" in _found(client, "exchange")
    assert 'data-href="/customers/add/"' in _found(client, "add customer")
    assert 'data-href="/cases/"' in _found(client, "cases")


def test_a_sales_agent_finds_no_health_and_no_work_on_behalf(world: World, client: Client, sign_in: SignIn) -> None:
    sign_in(client, world.actor("alpha", "sales_agent"))
    assert "/health/" not in _found(client, "exchange")
    found = _found(client, "澄海")
    assert "/services/" not in found
    assert "/cases/open/" not in found


def test_nobody_finds_a_strangers(world: World, client: Client, sign_in: SignIn) -> None:
    sign_in(client, world.actor("beta", "admin_agent"))
    assert "data-href" not in _found(client, "澄海")
    assert "data-href" not in _found(client, "SH-10001")


def test_options_are_what_the_script_expects(world: World, client: Client, sign_in: SignIn) -> None:
    found = _found(sign_in(client, world.actor("alpha", "admin_agent")), "")
    assert found.count('role="option"') == found.count("data-href=") == found.count('aria-selected="false"')
    assert 'role="group"' in found
    assert "<main" not in found


def test_without_a_script_it_is_a_page_of_links(world: World, client: Client, sign_in: SignIn) -> None:
    page = sign_in(client, world.actor("alpha", "admin_agent")).get("/palette/", {"q": "澄海"}).content.decode()
    assert f'href="/customers/{world.account_one}/"' in page
    assert "<main" in page
