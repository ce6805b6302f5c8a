"""Delegation: given with the sale, taken back by the customer, given again; and what each side reads of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.utils import ProgrammingError

from behalf.administration import actions, queries
from behalf.administration.models import Delegation, SettingChange, SettingState, Step
from behalf.audit.models import Entry
from behalf.customers import queries as customers
from behalf.kit.errors import Conflict, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from behalf.subscriptions import actions as subscriptions
from tests.world import NOW, World, run_jobs

LATER = NOW + timedelta(minutes=5)


def test_what_is_sold_is_delegated(world: World) -> None:
    seller = world.actor("alpha", "sales_agent")
    subscriptions.add(seller, world.account_two, offer_id=world.offers["azure"], seats=1, now=NOW)
    run_jobs()
    agent = world.actor("alpha", "helpdesk_agent")
    with acting(agent):
        account = customers.account(agent, world.account_two)
        assert queries.service(agent, account, world.services["azure"], now=NOW).delegated


def test_what_was_taken_back_does_not_return_with_the_next_sale(world: World) -> None:
    seller = world.actor("alpha", "admin_agent")
    offer = world.offers["dynamics-365-sales-enterprise"]
    subscriptions.add(seller, world.account_one, offer_id=offer, seats=3, now=NOW)
    run_jobs()
    with acting(seller):
        account = customers.account(seller, world.account_one)
        row = queries.service(seller, account, world.services["dynamics-365-sales"], now=NOW)
    assert (row.delegated, row.removed_by, row.may_look) == (False, world.actor("one").name, False)


def test_removing_ends_sessions_at_once_and_both_journals_say_so(world: World) -> None:
    customer, agent = world.actor("one"), world.actor("alpha", "helpdesk_agent")
    actions.remove(customer, world.delegation_one, now=LATER)
    with acting(agent):
        assert queries.open_sessions(agent, world.account_one, now=LATER) == []
        (last, *_rest) = queries.steps(agent, world.account_one)
    assert (last.kind, last.note, last.by) == ("ended", "delegation_removed", customer.name)
    run_jobs()
    for reader in (customer, agent):
        with acting(reader):
            entries = Entry.objects.visible_to(reader).filter(what="administration.delegation_removed")
            assert entries.filter(subject_id=str(world.delegation_one)).exists()
    with pytest.raises(Conflict, match="already"):
        actions.remove(customer, world.delegation_one, now=LATER)


def test_the_customer_may_give_it_again_and_nobody_else(world: World) -> None:
    customer, agent = world.actor("one"), world.actor("alpha", "admin_agent")
    for other in (agent, world.actor("alpha", "global_admin"), world.actor("operator", "operator_admin")):
        with pytest.raises(NotAllowed):
            actions.grant_again(other, world.removed_one, now=LATER)
    actions.grant_again(customer, world.removed_one, now=LATER)
    run_jobs()
    dynamics = world.services["dynamics-365-sales"]
    assert actions.begin(agent, world.account_one, dynamics, reason="Set up", now=LATER).pk
    with acting(customer):
        row = next(row for row in queries.own_delegations(customer) if row.service_id == dynamics)
    assert (row.granted_by, row.removed_at, row.reseller) == (customer.name, None, world.actor("alpha").org_name)
    with pytest.raises(Conflict, match="already"):
        actions.grant_again(customer, world.removed_one, now=LATER)


def test_strangers_find_nothing(world: World) -> None:
    for name in ("two", "three"):
        with pytest.raises(NotFound):
            actions.remove(world.actor(name), world.delegation_one, now=LATER)
    stranger = world.actor("beta", "admin_agent")
    with acting(stranger):
        assert queries.open_sessions(stranger, world.account_one, now=NOW) == []
        assert queries.sessions(stranger, world.account_one) == []
        assert queries.steps(stranger, world.account_one) == []
        exchange = world.services["exchange-online"]
        with pytest.raises(NotFound):
            queries.change(stranger, world.account_one, exchange, world.change_one)
        with pytest.raises(NotFound):
            queries.setting(stranger, world.account_one, exchange, world.setting_one)
        assert {row.account_id for row in queries.findings(stranger)} == {world.account_three}


def test_the_second_lock_holds_for_every_table_here(world: World) -> None:
    for reader, owner in (("beta", world.beta), ("alpha", world.alpha)):
        with acting(world.actor(reader)):
            for model in (Delegation, SettingState, SettingChange, Step):
                rows = model.objects.everywhere(reason="the gate is left out on purpose")
                assert set(rows.values_list("reseller_id", flat=True)) == {owner}
    with acting(world.actor("one")):
        rows = Step.objects.everywhere(reason="on purpose")
        assert set(rows.values_list("customer_id", flat=True)) == {world.one}


def test_the_customer_reads_every_step_with_both_values(world: World) -> None:
    customer = world.actor("one")
    with acting(customer):
        rows = queries.on_behalf_record(customer)
    assert [row.kind for row in rows] == ["corrected", "read_settings", "began"]
    assert (rows[0].before, rows[0].wanted, rows[0].found, rows[0].outcome) == (2000, 500, 500, "verified")
    with acting(customer):
        assert [row.kind for row in queries.on_behalf_record(customer, before=rows[0].id)] == ["read_settings", "began"]


def test_what_a_reading_found_is_closed_to_customers(world: World) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), acting(world.actor("one")):
        SettingState.objects.everywhere(reason="on purpose").exists()
