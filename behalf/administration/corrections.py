"""Asking the provider, between the transactions that say so: look, correct, undo, settle.

A write is announced to ourselves before it is made and judged by reading back, so that a crash at any point leaves
a row that says what was intended; the job ``administration.settle`` finishes those by reading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from behalf.administration import actions, queries
from behalf.administration.actions import Plan
from behalf.administration.deciding import Outcome
from behalf.connectors import registry
from behalf.connectors.ports import (
    Changed,
    Licence,
    NotSupported,
    ProviderTrouble,
    Refused,
    SettingReading,
    SettingsPort,
    SettingValue,
    TenantUser,
    Throttled,
    Unreachable,
)
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting

Clock = Callable[[], datetime]
USERS_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider said of all settings of a service, or the trouble that it gave instead."""

    readings: Mapping[str, SettingReading] | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """A page of a tenant's users with its licences, or the trouble that there was instead."""

    users: tuple[TenantUser, ...] = ()
    next: str | None = None
    licences: tuple[Licence, ...] = ()
    trouble: str = ""


def look(actor: Actor, account_id: int, service_id: int, *, clock: Clock) -> None:
    """Read all settings of a service afresh and keep what was found; a service without connector has none."""
    with acting(actor):
        tenant = queries.tenant(actor, account_id, service_id)
    port = registry.settings_port(tenant.service)
    if port is None:
        return
    answer = _read(port, tenant.domain, tenant.service)
    actions.keep_reading(actor, account_id, service_id, readings=answer.readings, trouble=answer.trouble, now=clock())
    with acting(actor):
        open_ends = queries.open_ends(actor, account_id, service_id)
    for change_id in open_ends:
        actions.settle(actor, change_id, readings=answer.readings, trouble=answer.trouble, now=clock())


def people(actor: Actor, account_id: int, service_id: int, *, after: str | None, clock: Clock) -> People:
    """A page of the customer's users, with licences; recorded as seen."""
    actions.read_users(actor, account_id, service_id, now=clock())
    with acting(actor):
        tenant = queries.tenant(actor, account_id, service_id)
    port = registry.settings_port(tenant.service)
    if port is None:
        return People(trouble="not_supported")
    try:
        page = port.users(tenant.domain, after=after, limit=USERS_A_PAGE)
        return People(page.users, page.next, port.licences(tenant.domain))
    except ProviderTrouble as trouble:
        return People(trouble=_said(trouble))


def correct(
    actor: Actor,
    account_id: int,
    service_id: int,
    *,
    setting_id: int,
    wanted: SettingValue,
    seen: str,
    told: bool,
    clock: Clock,
) -> int:
    """Write a value and read it back; answers the change, whose outcome says what the provider made of it."""
    plan = actions.plan(
        actor, account_id, service_id, setting_id=setting_id, wanted=wanted, seen=seen, told=told, now=clock()
    )
    return _carry_out(actor, plan, clock)


def undo(actor: Actor, account_id: int, service_id: int, *, change_id: int, seen: str, clock: Clock) -> int:
    """Write back exactly the value that a correction replaced; answers the new change."""
    plan = actions.plan_undo(actor, account_id, service_id, change_id=change_id, seen=seen, now=clock())
    return _carry_out(actor, plan, clock)


def settle(actor: Actor, change_id: int, *, clock: Clock) -> Outcome:
    """Read back a correction whose outcome is open or was not as written."""
    with acting(actor):
        tenant = queries.tenant_of_change(actor, change_id)
    port = registry.settings_port(tenant.service)
    answer = Answer(None, "not_supported") if port is None else _read(port, tenant.domain, tenant.service)
    return actions.settle(actor, change_id, readings=answer.readings, trouble=answer.trouble, now=clock())


def _carry_out(actor: Actor, plan: Plan, clock: Clock) -> int:
    port = registry.settings_port(plan.service)
    if port is None:
        actions.fail(
            actor, plan.change_id, outcome=Outcome.REFUSED, trouble="not_supported", readings=None, now=clock()
        )
        return plan.change_id
    lost = ""
    try:
        port.write(plan.tenant, plan.service, plan.key, plan.wanted, if_match=plan.if_match)
    except Unreachable as trouble:
        if not trouble.uncertain:
            return _failed(actor, port, plan, Outcome.REFUSED, trouble, clock)
        lost = _said(trouble)
    except Changed as trouble:
        return _failed(actor, port, plan, Outcome.CHANGED, trouble, clock)
    except ProviderTrouble as trouble:
        return _failed(actor, port, plan, Outcome.REFUSED, trouble, clock)
    else:
        actions.accept(actor, plan.change_id, now=clock())
    answer = _read(port, plan.tenant, plan.service)
    actions.settle(actor, plan.change_id, readings=answer.readings, trouble=answer.trouble or lost, now=clock())
    return plan.change_id


def _failed(
    actor: Actor, port: SettingsPort, plan: Plan, outcome: Outcome, trouble: ProviderTrouble, clock: Clock
) -> int:
    answer = _read(port, plan.tenant, plan.service) if outcome is Outcome.CHANGED else Answer(None)
    actions.fail(actor, plan.change_id, outcome=outcome, trouble=_said(trouble), readings=answer.readings, now=clock())
    return plan.change_id


def _read(port: SettingsPort, tenant: str, service: str) -> Answer:
    try:
        return Answer(port.read(tenant, service))
    except ProviderTrouble as trouble:
        return Answer(None, _said(trouble))


def _said(trouble: ProviderTrouble) -> str:
    """The kind of trouble and what the provider said, in the form that ``wording.trouble`` reads."""
    kinds: dict[type[ProviderTrouble], str] = {
        Unreachable: "unreachable",
        Refused: "refused",
        Throttled: "throttled",
        Changed: "changed",
        NotSupported: "not_supported",
    }
    return f"{kinds[type(trouble)]}: {trouble}"
