"""The customer's overview, health, subscriptions and journal: its own, read only, in its words."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext

from behalf.administration import baseline, wording
from behalf.audit import actions as audit
from behalf.audit import deeds
from behalf.cases.tests.factories import opened
from behalf.identity.models import Person
from behalf.kit.tenancy import acting
from behalf.portal import journal_file, words
from tests.harness import SignIn
from tests.world import NOW, World


def _page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def _done_for_one(world: World, *, what: str = "cases.replied", **values: Any) -> None:
    agent = world.actor("alpha", "helpdesk_agent")
    facts = {"subject": ("case", 1, "SH-1"), "at": NOW, "customer_id": world.one, "for_customer": True, **values}
    with acting(agent):
        audit.record(agent, what, **facts)


def test_the_overview_says_how_the_services_are_and_whom_to_call(world: World, customer: Client) -> None:
    page = _page(customer, "/portal/")
    for text in ("Exchange Online: Restoring.", "Mail to other countries delayed", "+86 21 5555 0100", "In our hands"):
        assert text in page


def test_health_shows_only_services_that_the_customer_has(world: World, customer: Client) -> None:
    page = _page(customer, "/portal/health/")
    assert "Exchange Online" in page
    assert "Microsoft Intune" not in page


def test_subscriptions_are_read_only(world: World, client: Client, sign_in: SignIn) -> None:
    page = _page(sign_in(client, world.actor("two")), "/portal/subscriptions/")
    assert "Only your reseller changes these" in page
    assert "Data is deleted in" in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


def test_a_suspended_subscription_counts_down_on_the_overview(world: World, client: Client, sign_in: SignIn) -> None:
    assert "is suspended" in _page(sign_in(client, world.actor("two")), "/portal/")


def test_the_journal_shows_what_was_done_for_this_customer(world: World, customer: Client) -> None:
    _done_for_one(world, why="她要求的")
    _done_for_one(world, why="内部的事", for_customer=False)
    _done_for_one(world, why="别人的事", customer_id=world.two)
    page = _page(customer, "/portal/audit/")
    assert "Reply sent" in page
    assert "她要求的" in page
    assert "内部的事" not in page
    assert "别人的事" not in page


def test_the_journal_as_a_file(world: World, customer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_file, "CHUNK", 2)
    for number in range(5):
        _done_for_one(world, why=f"+{number}")
    answer: Any = customer.get("/portal/audit/export.csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0][2] == "Deed"
    assert [row[6] for row in rows[1:6]] == [f"'+{number}" for number in (4, 3, 2, 1, 0)]


def test_the_statements_do_not_grow_with_the_cases(world: World, customer: Client) -> None:
    counts = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as captured:
            customer.get("/portal/")
        counts.append(len(captured))
        for number in range(4):
            opened(world, "alpha", "one", subject=f"case {number}")
    assert counts[0] == counts[1]


def test_staff_have_no_business_here(world: World, client: Client, sign_in: SignIn) -> None:
    sign_in(client, world.actor("alpha", "global_admin"))
    for address in ("/portal/", "/portal/cases/", "/portal/health/", "/portal/subscriptions/", "/portal/audit/"):
        assert client.get(address).status_code == 403


def test_no_service_is_said_too() -> None:
    assert words.summed_up([]) == ["You have no service yet."]


def _read(world: World, client: Client, sign_in: SignIn, language: str) -> str:
    Person.objects.filter(pk=world.actor("one").person).update(language=language, zone="Asia/Shanghai")
    page = _page(sign_in(client, world.actor("one")), "/portal/audit/")
    return re.sub(r"\s+", " ", strip_tags(page.split("<main")[1].split("</main>")[0]))


def test_a_corrected_setting_is_called_by_its_title(world: World, client: Client, sign_in: SignIn) -> None:
    facts = {"service": "exchange-online", "key": "HostedOutboundSpamFilterPolicy.AutoForwardingMode"}
    setting = baseline.setting("exchange-online", "HostedOutboundSpamFilterPolicy.AutoForwardingMode")
    assert setting is not None
    _done_for_one(
        world,
        what="administration.correction_verified",
        subject=("setting_change", 1, "HostedOutboundSpamFilterPolicy.AutoForwardingMode"),
        before={**facts, "value": "Automatic"},
        after={**facts, "value": "Off", "found": "Off"},
    )
    page = _read(world, client, sign_in, "zh-hans")
    with translation.override("zh-hans"):
        wanted = [gettext(setting.title), wording.value(setting, "Off"), wording.value(setting, "Automatic")]
        assert "HostedOutboundSpamFilterPolicy.AutoForwardingMode" not in page
        for text in [*wanted, gettext("read back")]:
            assert text in page
    overview = _page(client, "/portal/")
    assert wanted[0] in overview
    assert "HostedOutboundSpamFilterPolicy.AutoForwardingMode" not in overview


def test_times_of_a_change_are_the_readers(world: World, client: Client, sign_in: SignIn) -> None:
    _done_for_one(world, what="subscriptions.suspended", after={"delete_at": "2024-11-22T19:10:58.018201+00:00"})
    page = _read(world, client, sign_in, "ja")
    assert "2024年11月23日(土) 03:10" in page
    assert "+00:00" not in page


def test_services_are_called_by_the_name_that_the_reader_knows(world: World, client: Client, sign_in: SignIn) -> None:
    name = "Azure operated by 21Vianet"
    _done_for_one(world, what="administration.delegated", subject=("delegation", 1, name), after={"service": "azure"})
    _done_for_one(world, what="health.checked", subject=("account", 1, "x"), after={name: "normal"})
    page = _read(world, client, sign_in, "ja")
    assert page.count("21Vianet が運営する Azure") >= 3
    assert name not in page
    assert "正常" in page


def test_a_japanese_customer_does_not_read_of_cases_in_the_staffs_word(
    world: World, client: Client, sign_in: SignIn
) -> None:
    inside = {
        *("cases.related", "cases.adopted", "cases.untied", "cases.tagged", "cases.untagged", "cases.contact_changed"),
        *("cases.party_kept", "cases.party_dropped", "cases.hidden", "cases.shown"),
    }  # shown to staff alone
    for what in sorted({what for what in deeds.deeds() if what.startswith(("cases.", "escalation."))} - inside):
        _done_for_one(world, what=what)
    page = _read(world, client, sign_in, "ja")
    assert "お問い合わせを作成" in page
    assert "ケース" not in page
