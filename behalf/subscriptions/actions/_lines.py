"""What one line of an imported file does, through the same verbs that a person uses."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from behalf.catalog import queries as catalog
from behalf.customers import actions as customers
from behalf.customers import queries as accounts
from behalf.customers.models import Account
from behalf.identity import actions as people
from behalf.identity import queries as identity
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid
from behalf.subscriptions import tables
from behalf.subscriptions.actions.subscribing import add, change_seats, reactivate, rename, suspend
from behalf.subscriptions.models import ImportLine, Subscription

Values = Mapping[str, str]
Outcome = ImportLine.Outcome

OPERATED = (" operated by 21vianet", "（由世纪互联运营）", "(由世纪互联运营)")
STATUS: Mapping[str, list[str]] = tables.WORDS["status"]
ROLES: Mapping[str, Mapping[str, list[str]]] = tables.WORDS["roles"]
LANGUAGES = {"en": "en", "zh": "zh-hans", "ja": "ja", "中文": "zh-hans", "日本語": "ja"}


def customer(actor: Actor, values: Values, now: datetime) -> str:
    """Add a customer, or bring a known one to what the file says; an empty cell changes nothing."""
    given = {field: value for field, value in values.items() if value}
    found = accounts.find(actor, external_id=given.get("external_id", ""), domain=given.get("domain", ""))
    if found is None:
        customers.add(actor, **{"company": "", "domain": "", **given}, now=now)
        return Outcome.ADDED
    changed = {field: value for field, value in given.items() if getattr(found, field) != value and field != "domain"}
    billing = {field: changed.pop(field) for field in ("billing_name", "billing_email") if field in changed}
    if changed:
        customers.edit(actor, found.pk, **changed, now=now)
    if billing:
        customers.edit_billing(actor, found.pk, **billing, now=now)
    return Outcome.CHANGED if changed or billing else Outcome.SAME


def subscription(actor: Actor, values: Values, now: datetime) -> str:
    """Add a subscription, or bring a known one to the file's seats, name and state."""
    if tables.is_one_of(values.get("status", ""), STATUS["ended"]):
        return Outcome.SAME
    account = _account(actor, values)
    seats = tables.whole(values["seats"])
    known = _known(actor, account, values.get("external_id", ""))
    suspended = tables.is_one_of(values.get("status", ""), STATUS["suspended"])
    if known is None:
        _add(actor, account, values, seats, suspended=suspended, now=now)
        return Outcome.ADDED
    changed = _bring(actor, known, values, seats, suspended=suspended, now=now)
    return Outcome.CHANGED if changed else Outcome.SAME


def person(actor: Actor, values: Values, now: datetime) -> str:
    """Add a colleague with the roles the file names; who is here stays as they are.

    The invitation follows by itself, and the way to a password of their own is "Forgotten?": a file shows none.
    """
    email = values["email"].lower()
    if any(colleague.email.lower() == email for colleague in identity.people(actor)):
        return Outcome.SAME
    language = _language(values.get("language", "")) or actor.language
    settings = _settings(values.get("roles", ""))
    people.add_person(actor, name=values["name"], email=email, language=language, **settings, now=now)
    return Outcome.ADDED


DOES: Mapping[str, Callable[[Actor, Values, datetime], str]] = {
    "customers": customer,
    "subscriptions": subscription,
    "people": person,
}


def _account(actor: Actor, values: Values) -> Account:
    found = accounts.find(
        actor,
        external_id=values.get("customer_id", ""),
        domain=values.get("domain", ""),
        company=values.get("company", ""),
    )
    if found is None:
        raise Invalid(_("There is no such customer here. Import the customers first."))
    return found


def _known(actor: Actor, account: Account, external_id: str) -> Subscription | None:
    if not external_id:
        return None
    rows = Subscription.objects.visible_to(actor).filter(external_id=external_id)
    found = rows.first()
    if found is not None and found.account_id != account.pk:
        raise Invalid(_("This subscription belongs to another customer here."))
    return found


def _add(actor: Actor, account: Account, values: Values, seats: int, *, suspended: bool, now: datetime) -> None:
    offer = _offer(actor, values["offer"])
    subscription_id = add(
        actor,
        account.pk,
        offer_id=offer,
        seats=seats,
        nickname=values.get("nickname", ""),
        starts_on=tables.day(values.get("starts_on", "")),
        external_id=values.get("external_id", ""),
        now=now,
    )
    if suspended:
        suspend(actor, subscription_id, reason=Subscription.Reason.ELSEWHERE, now=now)


def _bring(actor: Actor, known: Subscription, values: Values, seats: int, *, suspended: bool, now: datetime) -> bool:
    """Bring a known subscription to the file's values; whether anything changed."""
    changed = False
    nickname = values.get("nickname", "")
    if nickname and nickname != known.nickname:
        rename(actor, known.pk, nickname=nickname, now=now)
        changed = True
    if known.status == Subscription.Status.SUSPENDED and not suspended:
        reactivate(actor, known.pk, now=now)
        changed = True
    if seats != known.seats:
        change_seats(actor, known.pk, seats=seats, now=now)
        changed = True
    if known.status == Subscription.Status.ACTIVE and suspended:
        suspend(actor, known.pk, reason=Subscription.Reason.ELSEWHERE, now=now)
        changed = True
    return changed


def _offer(actor: Actor, name: str) -> int:
    short = name.strip()
    for suffix in OPERATED:
        if short.lower().endswith(suffix):
            short = short[: -len(suffix)]
    for text in (name, short):
        found = catalog.offer_by_any_name(actor, text)
        if found is not None:
            return found.id
    raise Invalid(_("The catalogue has no offer “%(name)s”.") % {"name": name})


def _settings(roles: str) -> dict[str, str]:
    """The agent and admin settings that a list of roles stands for."""
    settings = {"agent": "none", "admin": "none"}
    for role in filter(None, map(str.strip, re.split("[;,|；、，]", roles))):
        setting, value = _role(role)
        if setting != "none" and settings[setting] not in {"none", value}:
            raise Invalid(_("A person has one agent role and one admin role, not two of the same sort."))
        if setting != "none":
            settings[setting] = value
    return settings


def _role(text: str) -> tuple[str, str]:
    for setting, values in ROLES.items():
        for value, names in values.items():
            if tables.is_one_of(text, names):
                return setting, value
    raise Invalid(_("“%(role)s” is no role of ours.") % {"role": text})


def _language(text: str) -> str:
    wanted = text.strip().casefold()
    return next((code for begin, code in LANGUAGES.items() if wanted.startswith(begin)), "")
