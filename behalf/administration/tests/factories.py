"""Administration's part of the small world: what is sold is delegated, one service taken back, one session open."""

from __future__ import annotations

from datetime import timedelta

from behalf.administration import actions
from behalf.administration.deciding import Outcome
from behalf.administration.models import Delegation, SettingState
from behalf.connectors.ports import SettingReading
from behalf.kit.tenancy import acting
from behalf.subscriptions import queries as subscriptions
from tests.world import NOW, World

FORWARDING = "HostedOutboundSpamFilterPolicy.AutoForwardingMode"
SMTP = "TransportConfig.SmtpClientAuthenticationDisabled"
LIMIT = "HostedOutboundSpamFilterPolicy.RecipientLimitExternalPerHour"
READINGS = {
    FORWARDING: SettingReading("Automatic", '"1"'),
    SMTP: SettingReading(None, '"2"'),
    LIMIT: SettingReading(2000, '"3"'),
}


def furnish(world: World) -> None:
    """One's Exchange Online is being administered, with one correction made; one took Dynamics 365 back.

    ``world.delegation_<name>``: of Exchange Online; ``world.setting_<name>``: mail forwarding;
    ``world.session_<name>``, ``world.change_<name>``, ``world.removed_one``.
    """
    for name, reseller in (("one", "alpha"), ("two", "alpha"), ("three", "beta")):
        _delegate(world, name, reseller)
        _administer(world, name, reseller)
    customer = world.actor("one")
    with acting(customer):
        world.removed_one = _delegation(world, "one", "dynamics-365-sales")
    actions.remove(customer, world.removed_one, now=NOW - timedelta(days=3))


def _delegate(world: World, name: str, reseller: str) -> None:
    system, account_id = world.system(reseller), world[f"account_{name}"]
    with acting(system):
        sold = [each.service_id for each in subscriptions.services_of(system, account_id)]
        actions.grant(system, account_id, service_ids=sold, now=NOW - timedelta(days=90))
        world[f"delegation_{name}"] = _delegation(world, name, "exchange-online")


def _delegation(world: World, name: str, code: str) -> int:
    rows = Delegation.objects.everywhere(reason="the world's own rows")
    return rows.get(account_id=world[f"account_{name}"], service__code=code).pk


def _administer(world: World, name: str, reseller: str) -> None:
    agent, account_id = world.actor(reseller, "helpdesk_agent"), world[f"account_{name}"]
    service_id = world.services["exchange-online"]
    session = actions.begin(agent, account_id, service_id, reason="Mail is delayed", now=NOW - timedelta(minutes=20))
    world[f"session_{name}"] = session.pk
    then = NOW - timedelta(minutes=15)
    actions.keep_reading(agent, account_id, service_id, readings=READINGS, now=then)
    with acting(agent):
        states = SettingState.objects.visible_to(agent).filter(account_id=account_id)
        world[f"setting_{name}"] = states.get(key=FORWARDING).pk
        limit = states.get(key=LIMIT)
    plan = actions.plan(agent, account_id, service_id, setting_id=limit.pk, wanted=500, seen=limit.etag, now=then)
    actions.accept(agent, plan.change_id, now=then)
    read = {**READINGS, LIMIT: SettingReading(500, '"4"')}
    assert actions.settle(agent, plan.change_id, readings=read, now=then) is Outcome.VERIFIED
    world[f"change_{name}"] = plan.change_id
