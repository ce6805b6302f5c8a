"""Buying, changing seats, suspending and reactivating."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from behalf.audit.models import Entry
from behalf.connectors.registry import cloud
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from behalf.partners import actions as partners
from behalf.subscriptions import actions, queries
from behalf.subscriptions.queries import SubscriptionRow
from tests.world import NOW, World

END_OF_60 = datetime(2027, 1, 23, 23, 59, 59, 999999, tzinfo=cloud().zone)


def _row(actor: Actor, subscription_id: int) -> SubscriptionRow:
    with acting(actor):
        return queries.subscription(actor, subscription_id)


def _add(world: World, offer: str, seats: int = 5, **more: Any) -> int:
    seller = world.actor("alpha", "sales_agent")
    return actions.add(seller, world.account_one, offer_id=world.offers[offer], seats=seats, now=NOW, **more)


def test_a_subscription_starts_tomorrow_for_a_year(world: World) -> None:
    row = _row(world.actor("alpha"), _add(world, "office-365-e1", 12, nickname="总部"))
    assert (row.name, row.offer, row.seats) == ("总部", "Office 365 E1", 12)
    assert (row.starts_on, row.ends_on) == (date(2026, 11, 25), date(2027, 11, 24))


def test_what_is_metered_has_no_end(world: World) -> None:
    assert _row(world.actor("alpha"), world.one_azure).ends_on is None


@pytest.mark.parametrize("seats", [0, 301])
def test_seats_stay_within_the_offers_limits(world: World, seats: int) -> None:
    with pytest.raises(Invalid) as refused:
        _add(world, "office-365-business-premium", seats)
    assert refused.value.field == "seats"


def test_a_help_desk_agent_sells_nothing(world: World) -> None:
    agent = world.actor("alpha", "helpdesk_agent")
    with pytest.raises(NotAllowed):
        actions.change_seats(agent, world.one_e3, seats=91, now=NOW)


def test_a_stranger_finds_nothing(world: World) -> None:
    with pytest.raises(NotFound):
        actions.change_seats(world.actor("beta", "admin_agent"), world.one_e3, seats=91, now=NOW)


def test_the_customer_sees_what_was_changed(world: World) -> None:
    seller = world.actor("alpha", "sales_agent")
    actions.change_seats(seller, world.one_e3, seats=95, now=NOW)
    customer = world.actor("one")
    with acting(customer):
        entry = Entry.objects.visible_to(customer).get(what="subscriptions.seats_changed")
    assert (entry.before, entry.after, entry.person_name) == ({"seats": 90}, {"seats": 95}, seller.name)


def test_suspended_it_counts_down_and_keeps_its_seats(world: World) -> None:
    seller = world.actor("alpha", "sales_agent")
    actions.suspend(seller, world.one_e3, reason="non_payment", now=NOW)
    row = _row(seller, world.one_e3)
    assert (row.status, row.delete_at, row.days_left(NOW)) == ("suspended", END_OF_60, 60)
    with pytest.raises(Conflict):
        actions.change_seats(seller, world.one_e3, seats=91, now=NOW)
    with pytest.raises(Conflict):
        actions.suspend(seller, world.one_e3, reason="fraud", now=NOW)


def test_reactivated_it_is_as_before(world: World) -> None:
    seller = world.actor("alpha", "sales_agent")
    actions.reactivate(seller, world.two_intune, now=NOW)
    row = _row(seller, world.two_intune)
    assert (row.status, row.reason, row.delete_at, row.days_left(NOW)) == ("active", "", None, None)


def test_on_the_sixtieth_day_it_can_still_come_back_and_then_no_more(world: World) -> None:
    seller = world.actor("alpha", "sales_agent")
    end = _row(seller, world.two_intune).delete_at
    assert end is not None
    with pytest.raises(Conflict):
        actions.reactivate(seller, world.two_intune, now=end + timedelta(seconds=1))
    actions.reactivate(seller, world.two_intune, now=end - timedelta(seconds=1))


def test_an_add_on_finds_what_it_belongs_to(world: World) -> None:
    addon = _row(world.actor("alpha"), _add(world, "extra-file-storage"))
    assert addon.parent_id == world.one_e3


def test_an_add_on_needs_something_to_belong_to(world: World) -> None:
    seller = world.actor("alpha", "sales_agent")
    actions.suspend(seller, world.one_e3, reason="fraud", now=NOW)
    with pytest.raises(Conflict, match="Office 365 E3"):
        _add(world, "extra-file-storage")


def test_of_several_that_fit_one_is_chosen(world: World) -> None:
    second = _add(world, "office-365-e1")
    with pytest.raises(Invalid):
        _add(world, "extra-file-storage")
    assert _row(world.actor("alpha"), _add(world, "extra-file-storage", parent_id=second)).parent_id == second


def test_an_add_on_sleeps_and_wakes_with_its_parent(world: World) -> None:
    seller, addon = world.actor("alpha", "sales_agent"), _add(world, "extra-file-storage")
    actions.suspend(seller, world.one_e3, reason="non_payment", now=NOW)
    with pytest.raises(Conflict):
        actions.reactivate(seller, addon, now=NOW)
    actions.reactivate(seller, world.one_e3, now=NOW)
    assert _row(seller, addon).status == "active"


def test_a_suspended_reseller_sells_nothing_but_still_suspends(world: World) -> None:
    operator = world.actor("operator", "operator_admin")
    partners.change_standing(operator, world.alpha, status="suspended", premium=False, why="overdue", now=NOW)
    with pytest.raises(Conflict):
        _add(world, "office-365-e1")
    with pytest.raises(Conflict):
        actions.change_seats(world.actor("alpha", "sales_agent"), world.one_e3, seats=1, now=NOW)
    actions.suspend(world.actor("alpha", "sales_agent"), world.one_e3, reason="non_payment", now=NOW)


def test_the_services_that_a_customer_subscribes_to(world: World) -> None:
    agent = world.actor("alpha", "helpdesk_agent")
    with acting(agent):
        one = {service.code: service for service in queries.services_of(agent, world.account_one)}
        two = {service.code: service for service in queries.services_of(agent, world.account_two)}
    assert list(one)[:2] == ["exchange-online", "sharepoint-online"]
    assert (one["exchange-online"].seats, one["exchange-online"].state) == (90, "active")
    assert (two["intune"].state, two["intune"].seats) == ("suspended", 0)
    assert "azure" not in two


def test_whom_an_incident_touches(world: World) -> None:
    for actor, companies in (
        (world.actor("alpha", "helpdesk_agent"), {world.account_one, world.account_two}),
        (world.actor("operator"), {world.account_one, world.account_two, world.account_three}),
        (world.actor("three"), {world.account_three}),
    ):
        with acting(actor):
            found = queries.customers_of_service(actor, world.services["exchange-online"])
        assert {row.account_id for row in found} == companies
