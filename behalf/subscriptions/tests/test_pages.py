"""The wizard, a subscription's page and the import, as a person walks them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from behalf.customers import queries as customers
from behalf.identity.models import Person
from behalf.kit.tenancy import acting
from behalf.subscriptions import actions, queries
from tests.world import NOW, World, run_jobs

INFO = {
    "company": "成都锦程旅行社",
    "domain": "jincheng-travel.cn",
    "language": "zh-hans",
    "admin_name": "周杰",
    "admin_email": "zhou@jincheng-travel.cn",
}
ADD = "/customers/add/"


@pytest.fixture
def seller(world: World, client: Client, sign_in: Any) -> Client:
    signed: Client = sign_in(client, world.actor("alpha", "sales_agent"))
    return signed


def test_a_customer_is_added_in_four_steps(world: World, seller: Client) -> None:
    seats = f"seats_{world.offers['office-365-e3']}"
    assert "Account info" in seller.get(ADD).content.decode()
    second = seller.post(ADD, {**INFO, "go": "subscriptions"}).content.decode()
    assert f'name="{seats}"' in second
    assert 'value="成都锦程旅行社"' in second
    review = seller.post(ADD, {**INFO, seats: "24", "go": "review"}).content.decode()
    assert "24 seats" in review
    done = seller.post(ADD, {**INFO, seats: "24", "go": "submit"}).content.decode()
    password = re.search(r"data-copy=\"([a-z2-9]{4}(?:-[a-z2-9]{4}){3})\"", done)
    assert password is not None
    person = Person.objects.get(email=INFO["admin_email"])
    assert person.check_password(password[1])
    assert person.must_change_password
    actor = world.actor("alpha")
    with acting(actor):
        (account,) = customers.accounts(actor, search="锦程")
        assert [row.seats for row in queries.of_account(actor, account.pk)] == [24]


@pytest.mark.parametrize(
    ("domain", "why"),
    [("not a domain", "This is not a domain"), ("Chenghai-Bio.cn", "This domain belongs to a customer already")],
)
def test_the_first_step_says_at_once_what_adding_would_refuse(seller: Client, domain: str, why: str) -> None:
    answer = seller.post(ADD, {**INFO, "domain": domain, "go": "subscriptions"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert why in page
    assert 'value="周杰"' in page
    assert seller.post(ADD, {**INFO, "domain": domain, "go": "info"}).status_code == 200


def test_the_way_back_loses_nothing(world: World, seller: Client) -> None:
    seats = f"seats_{world.offers['office-365-e3']}"
    answer = seller.post(ADD, {**INFO, seats: "24", "go": "info"})
    assert answer.status_code == 200
    assert f'name="{seats}" value="24"' in answer.content.decode()


def test_what_is_wrong_is_shown_on_its_own_step(world: World, seller: Client) -> None:
    seats = f"seats_{world.offers['office-365-business-premium']}"
    first = seller.post(ADD, {**INFO, "company": "", "go": "review"})
    assert (first.status_code, 'id="id_company_error"' in first.content.decode()) == (422, True)
    second = seller.post(ADD, {**INFO, seats: "301", "go": "review"})
    assert (second.status_code, f'id="id_{seats}_error"' in second.content.decode()) == (422, True)


def test_a_taken_domain_adds_nothing_at_all(world: World, seller: Client) -> None:
    answer = seller.post(ADD, {**INFO, "domain": "konan-shoji.jp", "go": "submit"})
    assert (answer.status_code, 'id="id_domain_error"' in answer.content.decode()) == (422, True)
    assert not Person.objects.filter(email=INFO["admin_email"]).exists()


def test_seats_are_changed_on_the_subscriptions_page(world: World, seller: Client) -> None:
    page = f"/customers/{world.account_one}/subscriptions/{world.one_e3}/"
    assert seller.post(page + "seats/", {"seats": "95"}).headers["Location"] == page
    assert "95" in seller.get(page).content.decode()
    refused = seller.post(page + "seats/", {"seats": "200000"})
    assert (refused.status_code, "1 to 100000" in refused.content.decode()) == (422, True)


def test_suspending_needs_a_reason_and_counts_down_wherever_it_is_shown(world: World, seller: Client) -> None:
    page = f"/customers/{world.account_one}/subscriptions/{world.one_e3}/"
    assert seller.post(page + "suspend/", {}).status_code == 422
    assert seller.post(page + "suspend/", {"reason": "non_payment"}).status_code == 303
    for address in (
        page,
        f"/customers/{world.account_one}/subscriptions/",
        f"/customers/{world.account_one}/subscriptions/panel/",
    ):
        assert "60 days until the data is deleted" in seller.get(address).content.decode()
    assert "60 days left" in seller.get("/customers/").content.decode()
    assert seller.post(page + "reactivate/", {}).status_code == 303
    refused = seller.post(page + "reactivate/", {})
    assert (refused.status_code, "is active" in refused.content.decode()) == (422, True)


def test_a_subscription_stands_below_its_own_customer_only(world: World, seller: Client) -> None:
    assert seller.get(f"/customers/{world.account_two}/subscriptions/{world.one_e3}/").status_code == 404


def test_a_help_desk_agent_reads_and_changes_nothing(world: World, client: Client, sign_in: Any) -> None:
    sign_in(client, world.actor("alpha", "helpdesk_agent"))
    page = client.get(f"/customers/{world.account_one}/subscriptions/{world.one_e3}/").content.decode()
    assert "Suspend" not in page
    assert client.get(ADD).status_code == 403


def test_a_file_goes_from_the_form_to_its_result(world: World, seller: Client) -> None:
    table = "公司名称,主域名\n成都锦程旅行社,jincheng-travel.cn\n".encode("gb18030")
    answer = seller.post("/customers/import/", {"kind": "customers", "file": SimpleUploadedFile("客户.csv", table)})
    page = answer.headers["Location"]
    assert "hx-trigger" in seller.get(page).content.decode()
    run_jobs()
    assert "Would be added" in seller.get(page).content.decode()
    assert seller.post(page + "start/").status_code == 303
    run_jobs()
    part = seller.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Added" in part


def test_the_customers_list_asks_the_same_for_few_and_many(world: World, seller: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert seller.get("/customers/").status_code == 200
        return len(asked)

    few, agent = asked(), world.actor("alpha", "admin_agent")
    for number in range(22):
        offers = {world.offers["office-365-e1"]: 3}
        actions.add_customer(agent, orders=offers, company=f"公司{number}", domain=f"c{number}.cn", now=NOW)
    assert asked() == few
