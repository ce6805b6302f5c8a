"""What is published, and what is pinned."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from behalf.audit.models import Entry
from behalf.catalog import actions, queries, rules
from behalf.connectors.registry import cloud
from behalf.kit.errors import Conflict, NotAllowed
from behalf.kit.tenancy import acting
from tests.world import NOW, World


def test_every_service_has_a_place_in_the_provider_portal(world: World) -> None:
    assert set(world.services) == set(cloud().portals)


def test_every_product_that_the_provider_names_has_an_offer(world: World) -> None:
    agent = world.actor("alpha")
    with acting(agent):
        assert set(queries.offers_by_any_name(agent, cloud().products)) == set(cloud().products)


def test_publishing_the_same_again_changes_nothing(world: World) -> None:
    publisher = world.actor("operator", "operator_publisher")
    with acting(publisher):
        before = Entry.objects.visible_to(publisher).count()
    actions.load(publisher, now=NOW)
    with acting(publisher):
        assert Entry.objects.visible_to(publisher).count() == before


def test_names_are_in_the_readers_language(world: World) -> None:
    agent = replace(world.actor("alpha"), language="zh-hans")
    with acting(agent):
        assert queries.service(agent, world.services["azure"]).name == "由世纪互联运营的 Azure"
        assert [offer.code for offer in queries.offers(agent, search="商业 高级")] == ["office-365-business-premium"]
        assert queries.offers(agent, search="プラン 2")[0].code == "exchange-online-plan-2"


def test_pinned_offers_stand_on_top_for_their_own_reseller(world: World) -> None:
    actions.pin(world.actor("alpha", "global_admin"), world.offers["power-automate-per-user"], now=NOW)
    with acting(world.actor("alpha", "sales_agent")):
        mine = queries.offers(world.actor("alpha", "sales_agent"))
    with acting(world.actor("beta", "sales_agent")):
        theirs = queries.offers(world.actor("beta", "sales_agent"))
    assert [(row.code, row.pin) for row in mine[:2]] == [("office-365-e3", 1), ("power-automate-per-user", 2)]
    assert not any(row.pin for row in theirs)


def test_five_are_pinned_and_no_more(world: World) -> None:
    admin = world.actor("alpha", "global_admin")
    codes = list(world.offers)
    for code in codes[1:5]:
        actions.pin(admin, world.offers[code], now=NOW)
    with pytest.raises(Conflict):
        actions.pin(admin, world.offers[codes[5]], now=NOW)
    actions.unpin(admin, world.offers[codes[2]], now=NOW)
    actions.pin(admin, world.offers[codes[5]], now=NOW)
    with acting(admin):
        assert [row.pin for row in queries.offers(admin)[:6]] == [1, 2, 3, 4, 5, None]


def test_only_a_global_admin_pins(world: World) -> None:
    with pytest.raises(NotAllowed):
        actions.pin(world.actor("alpha", "sales_agent"), world.offers["azure"], now=NOW)


def test_places_are_filled_from_the_top() -> None:
    assert [rules.free_place(taken, 3) for taken in ([], [1], [1, 3], [1, 2, 3])] == [1, 2, 2, None]


def test_a_withdrawn_offer_is_found_by_the_operator_alone(world: World) -> None:
    publisher, agent = world.actor("operator", "operator_publisher"), world.actor("alpha", "sales_agent")
    actions.sell(publisher, world.offers["azure"], is_sold=False, now=NOW)
    with acting(agent):
        assert "azure" not in {row.code for row in queries.offers(agent)}
        assert queries.offer(agent, world.offers["azure"]).is_sold is False
    with acting(publisher):
        assert "azure" in {row.code for row in queries.offers(publisher, sold_only=False)}


def test_the_page_pins_and_says_when_it_is_full(world: World, client: Client, sign_in: Any) -> None:
    sign_in(client, world.actor("alpha", "global_admin"))
    codes = list(world.offers)
    for code in codes[1:5]:
        assert client.post(f"/settings/catalog/{world.offers[code]}/pin/").status_code == 303
    full = client.post(f"/settings/catalog/{world.offers[codes[5]]}/pin/")
    assert (full.status_code, "Unpin one first" in full.content.decode()) == (409, True)
    assert client.post(f"/settings/catalog/{world.offers[codes[1]]}/unpin/").status_code == 303
