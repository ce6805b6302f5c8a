"""Accounts: found, added, edited, each by whom it may."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation

from behalf.audit.models import Entry
from behalf.customers import actions, queries, rules
from behalf.customers.models import Account
from behalf.identity.models import Membership
from behalf.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from tests.world import NOW, World, run_jobs

NEW = {
    "company": "成都锦程旅行社",
    "domain": "Jincheng-Travel.CN",
    "admin_name": "周杰",
    "admin_email": "zhou@jincheng.cn",
}


def test_a_new_customer_has_an_account_and_an_admin(world: World) -> None:
    seller = world.actor("alpha", "sales_agent")
    new = actions.add(seller, **NEW, now=NOW)
    assert new.admin is not None
    assert new.admin.temporary_password
    assert Membership.objects.get(pk=new.admin.membership_id).role == "customer_admin"
    with acting(seller):
        assert queries.account(seller, new.account_id).domain == "jincheng-travel.cn"


@pytest.mark.parametrize(("language", "greeting"), [("en", "Hello 周杰"), ("zh-hans", "周杰"), ("ja", "周杰")])
def test_the_customers_admin_is_invited_in_their_language_without_the_password(
    world: World, language: str, greeting: str
) -> None:
    seller = world.actor("alpha", "sales_agent")
    new = actions.add(seller, **NEW, language=language, now=NOW)
    run_jobs()
    (letter,) = mail.outbox
    with translation.override(language):
        says = translation.gettext("You can work in Behalf for %(sender)s") % {"sender": NEW["company"]}
    assert (letter.subject, parseaddr(letter.to[0])[1]) == (says, NEW["admin_email"])
    assert greeting in letter.body
    assert seller.name in letter.body
    for address in ("/accounts/login/", "/accounts/password/reset/"):
        assert address in letter.body
    assert new.admin
    assert str(new.admin.temporary_password) not in str(letter.message())


def test_who_becomes_the_admin_of_an_imported_customer_is_invited(world: World) -> None:
    seller = world.actor("alpha", "sales_agent")
    new = actions.add(seller, company="锦程", domain="jincheng.cn", now=NOW)
    actions.add_admin(seller, new.account_id, name="周杰", email="zhou@jincheng.cn", now=NOW)
    run_jobs()
    assert [parseaddr(each.to[0])[1] for each in mail.outbox] == ["zhou@jincheng.cn"]


def test_a_refused_customer_invites_nobody(world: World) -> None:
    with pytest.raises(Invalid):
        actions.add(world.actor("alpha", "sales_agent"), **{**NEW, "domain": "chenghai-bio.cn"}, now=NOW)
    run_jobs()
    assert mail.outbox == []


def test_a_taken_domain_is_refused_whoever_has_it(world: World) -> None:
    for domain in ("chenghai-bio.cn", "Konan-Shoji.jp"):
        with pytest.raises(Invalid) as refused:
            actions.add(world.actor("alpha", "sales_agent"), **{**NEW, "domain": domain}, now=NOW)
        assert refused.value.field == "domain"


def test_a_help_desk_agent_adds_no_customers(world: World) -> None:
    with pytest.raises(NotAllowed):
        actions.add(world.actor("alpha", "helpdesk_agent"), **NEW, now=NOW)


def test_who_edits_what(world: World) -> None:
    agent = world.actor("alpha", "helpdesk_agent")
    actions.edit(agent, world.account_one, contact_name="王敏", now=NOW)
    with pytest.raises(NotAllowed):
        actions.edit_billing(agent, world.account_one, billing_name="王敏", now=NOW)
    actions.edit_billing(world.actor("alpha", "sales_agent"), world.account_one, billing_name="王敏", now=NOW)


def test_an_edit_is_recorded_with_what_changed_and_shown_to_the_customer(world: World) -> None:
    actions.edit(world.actor("alpha", "helpdesk_agent"), world.account_one, contact_name="王敏", language="ja", now=NOW)
    customer = world.actor("one")
    with acting(customer):
        entry = Entry.objects.visible_to(customer).get(what="customers.edited")
    assert entry.before == {"contact_name": "contact of one", "language": "zh-hans"}
    assert entry.after == {"contact_name": "王敏", "language": "ja"}


def test_nothing_changed_is_nothing_recorded(world: World) -> None:
    actions.edit(world.actor("alpha", "helpdesk_agent"), world.account_one, contact_name="contact of one", now=NOW)
    customer = world.actor("one")
    with acting(customer):
        assert not Entry.objects.visible_to(customer).filter(what="customers.edited").exists()


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("澄海", ["one"]),
        ("生物 苏州", ["one"]),
        ("ROBOT", ["two"]),
        ("chenghai", ["one"]),
        ("bio.cn", ["one"]),
        ("港南", []),
        ("100%", []),
        ("", ["two", "one"]),
    ],
)
def test_any_part_of_company_or_domain_finds_it(world: World, search: str, found: list[str]) -> None:
    agent = world.actor("alpha", "sales_agent")
    with acting(agent):
        rows = queries.accounts(agent, search=search)
    assert [row.pk for row in rows] == [world[f"account_{name}"] for name in found]


def test_lists_page_by_key(world: World) -> None:
    agent = world.actor("alpha", "sales_agent")
    with acting(agent):
        first = queries.accounts(agent, limit=1)
        second = queries.accounts(agent, limit=1, before=first[0].pk)
    assert [row.pk for row in first] == [world.account_two, world.account_one]
    assert [row.pk for row in second] == [world.account_one]


def test_strangers_see_no_account(world: World) -> None:
    for stranger in (world.actor("beta", "admin_agent"), world.actor("two"), world.actor("three")):
        with acting(stranger), pytest.raises(NotFound):
            queries.account(stranger, world.account_one)


def test_the_database_refuses_what_the_gate_would(world: World) -> None:
    beta = world.actor("beta", "admin_agent")
    with acting(beta):
        seen = Account.objects.everywhere(reason="the gate is left out on purpose").values_list(
            "reseller_id", flat=True
        )
        assert set(seen) == {world.beta}


def test_a_customer_sees_its_own_accounts(world: World) -> None:
    with acting(world.actor("one")):
        rows = queries.accounts_of_customer(world.actor("one"))
    assert [row.pk for row in rows] == [world.account_one]


def test_a_second_reseller_may_be_accepted_by_the_same_customer(world: World) -> None:
    actions.relate(world.system("beta"), world.one, company="澄海", domain="chenghai-bio.cn", now=NOW)
    with acting(world.actor("one")):
        rows = queries.accounts_of_customer(world.actor("one"))
    assert [row.reseller_id for row in rows] == [world.alpha, world.beta]
    with pytest.raises(NotAllowed):
        actions.relate(world.actor("beta", "global_admin"), world.two, company="x", domain="x.cn", now=NOW)


def test_the_first_admin_comes_later_and_only_once(world: World) -> None:
    seller = world.actor("alpha", "sales_agent")
    account_id = actions.add(seller, company="成都锦程旅行社", domain="jincheng.cn", now=NOW).account_id
    assert actions.add_admin(seller, account_id, name="周杰", email="zhou@jincheng.cn", now=NOW).temporary_password
    with pytest.raises(Conflict):
        actions.add_admin(seller, account_id, name="周杰", email="jie@jincheng.cn", now=NOW)


@pytest.mark.parametrize("text", ["contoso.cn", "a-b.partner.onmschina.cn", "澄海.中国", "CONTOSO.COM"])
def test_domains(text: str) -> None:
    assert rules.is_domain(text)


@pytest.mark.parametrize(
    "text", ["", "contoso", "a@b.cn", "http://b.cn", "-a.cn", "a..cn", "1.2.3.4", "a b.cn", "x" * 70 + ".cn"]
)
def test_no_domains(text: str) -> None:
    assert not rules.is_domain(text)


def test_the_account_page_offers_what_the_person_may_do(world: World, client: Client, sign_in: Any) -> None:
    address = f"/customers/{world.account_one}/account/"
    sign_in(client, world.actor("alpha", "helpdesk_agent"))
    page = client.get(address).content.decode()
    assert (f"{address}edit/" in page, f"{address}billing/" in page, f"{address}admin/" in page) == (True, False, False)
    answer = client.post(f"{address}edit/", {"company": "", "language": "en"})
    assert (answer.status_code, 'id="id_company_error"' in answer.content.decode()) == (422, True)
    answer = client.post(f"{address}edit/", {"company": "澄海生物", "language": "en"})
    assert answer.headers["Location"] == address
    assert "澄海生物" in client.get(address).content.decode()


def test_searching_shows_the_way_on_when_nothing_is_found(world: World, client: Client, sign_in: Any) -> None:
    sign_in(client, world.actor("alpha", "sales_agent"))
    assert "澄海生物" in client.get("/customers/?q=澄海").content.decode()
    assert "Show all" in client.get("/customers/?q=nobody").content.decode()
