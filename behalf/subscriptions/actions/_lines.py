"""What the lines of an imported file do, through the verbs that a person uses, many lines at a time.

What is looked up is looked up for all of them at once, and what is new or changes is written at once. Lines that
depend on each other are taken in rounds, in the file's order, so that the outcome is as if each had been done by
itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from django.db import DataError, transaction
from django.utils.translation import gettext as _

from behalf.catalog import queries as catalog
from behalf.catalog.queries import OfferRow
from behalf.customers import actions as customers
from behalf.customers import queries as accounts
from behalf.customers.actions import Edit
from behalf.customers.models import Account
from behalf.customers.queries import Named
from behalf.identity import actions as people
from behalf.identity import queries as identity
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid, Refusal
from behalf.subscriptions import tables
from behalf.subscriptions.actions.bringing import Wish, bring_all
from behalf.subscriptions.actions.subscribing import Order, add_all
from behalf.subscriptions.models import ImportLine, Subscription

Values = Mapping[str, str]
Done = tuple[str, str]  # the outcome, and why a line was refused
Outcome, Status = ImportLine.Outcome, Subscription.Status

OPERATED = (" operated by 21vianet", "（由世纪互联运营）", "(由世纪互联运营)")
STATUS: Mapping[str, list[str]] = tables.WORDS["status"]
ROLES: Mapping[str, Mapping[str, list[str]]] = tables.WORDS["roles"]
LANGUAGES = {"en": "en", "zh": "zh-hans", "ja": "ja", "中文": "zh-hans", "日本語": "ja"}


class Ties(NamedTuple):
    """What a line says something about, and what it must find said by the lines before it."""

    about: frozenset[str]
    after: frozenset[str]


def do(actor: Actor, kind: str, lines: Sequence[Values], now: datetime) -> list[Done]:
    """Do these lines and say what became of each; a refused one leaves nothing behind.

    A value that the database does not take fails all of them, so they are halved until it stands alone.
    """
    try:
        with transaction.atomic():
            return DOES[kind](actor, lines, now)
    except DataError:  # no form has looked at these values before the database does
        if len(lines) == 1:
            return [(Outcome.REFUSED, _("A value of this line is too long."))]
    half = len(lines) // 2
    return do(actor, kind, lines[:half], now) + do(actor, kind, lines[half:], now)


def _in_rounds(ties: Sequence[Ties], many: Callable[[list[int]], list[Done]]) -> list[Done]:
    """Do lines, given by their places, together; but none together with an earlier one that it has to come after."""
    done: dict[int, Done] = {}
    waiting = list(range(len(ties)))
    while waiting:
        taken: list[int] = []
        later: list[int] = []
        said: set[str] = set()
        for place in waiting:
            (later if ties[place].after & said else taken).append(place)
            said |= ties[place].about
        done |= zip(taken, many(taken), strict=True)
        waiting = later
    return [done[place] for place in range(len(ties))]


def _alone(act: Callable[[], str]) -> Done:
    """Do one line in a savepoint of its own."""
    try:
        with transaction.atomic():
            return act(), ""
    except Refusal as refusal:
        return Outcome.REFUSED, refusal.message


def _changed(refused: Refusal | None) -> Done:
    return (Outcome.REFUSED, refused.message) if refused else (Outcome.CHANGED, "")


def _added(made: int | Refusal) -> Done:
    return (Outcome.REFUSED, made.message) if isinstance(made, Refusal) else (Outcome.ADDED, "")


# --- Customers -------------------------------------------------------------------------------------------------------


def _customers(actor: Actor, lines: Sequence[Values], now: datetime) -> list[Done]:
    """Add customers, or bring known ones to what the file says; an empty cell changes nothing."""
    names = [_named(line)._replace(company="") for line in lines]
    said = [frozenset(f"{place} {name}" for place, name in enumerate(each) if name) for each in names]

    def many(places: list[int]) -> list[Done]:
        known = dict(zip(places, accounts.find_all(actor, [names[place] for place in places]), strict=True))
        made = iter(_add_customers(actor, [lines[place] for place, found in known.items() if found is None], now))
        edits = [_edit(found, lines[place]) for place, found in known.items() if found is not None]
        edited = iter(_edit_customers(actor, edits, now))
        return [next(made) if found is None else next(edited) for found in known.values()]

    return _in_rounds([Ties(each, each) for each in said], many)


def _add_customers(actor: Actor, lines: Sequence[Values], now: datetime) -> list[Done]:
    given = [{"company": "", "domain": "", **{key: value for key, value in line.items() if value}} for line in lines]
    try:
        return [_added(made) for made in customers.add_all(actor, given, now=now)] if lines else []
    except Refusal as refusal:
        return [(Outcome.REFUSED, refusal.message)] * len(lines)


def _edit(found: Account, line: Values) -> Edit:
    changed = {key: value for key, value in line.items() if value and key != "domain" and getattr(found, key) != value}
    return Edit(found.pk, changed)


def _edit_customers(actor: Actor, edits: Sequence[Edit], now: datetime) -> list[Done]:
    changing = [edit for edit in edits if edit.values]
    refused = iter(customers.edit_all(actor, changing, now=now) if changing else [])
    return [_changed(next(refused)) if edit.values else (Outcome.SAME, "") for edit in edits]


def _named(line: Values, external_id: str = "external_id") -> Named:
    return Named(line.get(external_id, ""), line.get("domain", "").lower(), line.get("company", ""))


# --- Subscriptions ---------------------------------------------------------------------------------------------------


def _subscriptions(actor: Actor, lines: Sequence[Values], now: datetime) -> list[Done]:
    """Add subscriptions, or bring known ones to the file's seats, name and state."""
    offers = _offers(actor, lines)
    owners = accounts.find_all(actor, [_named(line, "customer_id") for line in lines])

    def many(places: list[int]) -> list[Done]:
        some = [(lines[place], owners[place]) for place in places]
        return _buy(actor, some, offers, now)

    return _in_rounds([_ties(line, owner, offers) for line, owner in zip(lines, owners, strict=True)], many)


def _ties(line: Values, owner: Account | None, offers: Mapping[str, OfferRow]) -> Ties:
    """An add-on comes after what its customer buys before it, and the same subscription after itself.

    A line without an ID comes after what its customer buys of the same offer before it.
    """
    offer = offers.get(line["offer"])
    bought = frozenset({f"offer {offer.id} of {owner.pk}"} if owner and offer else ())
    own = frozenset({f"subscription {line['external_id']}"}) if line.get("external_id") else bought
    all_of_owner = own | bought | {f"account {owner.pk}"} if owner else own
    return Ties(all_of_owner, all_of_owner if offer and offer.is_addon else own)


def _buy(
    actor: Actor, lines: Sequence[tuple[Values, Account | None]], offers: Mapping[str, OfferRow], now: datetime
) -> list[Done]:
    known = _known(actor, [line for line, _owner in lines])
    nameless = _of_the_same_offers(actor, lines, offers)
    done: dict[int, Done] = {}
    orders: dict[int, Order] = {}
    wishes: dict[int, Wish] = {}
    for place, (line, owner) in enumerate(lines):
        found = known.get(line.get("external_id", ""))
        try:
            if _state(line) == "ended":
                done[place] = _ended(found)
            elif found is None:
                order = _order(_must_be_here(owner), line, offers)
                if _is_here(nameless.get((order.account.pk, order.offer_id), []), line):
                    done[place] = (Outcome.SAME, "")
                else:
                    orders[place] = order
            else:
                _must_be_of(found, _must_be_here(owner))
                wish = _wish(found, line)
                done[place] = (Outcome.SAME, "")
                if wish is not None:
                    wishes[place] = wish
        except Invalid as refusal:
            done[place] = (Outcome.REFUSED, refusal.message)
    done |= zip(wishes, map(_changed, _bring(actor, list(wishes.values()), now)), strict=True)
    done |= zip(orders, _add(actor, [lines[place][0] for place in orders], list(orders.values()), now), strict=True)
    return [done[place] for place in range(len(lines))]


def _add(actor: Actor, lines: Sequence[Values], orders: Sequence[Order], now: datetime) -> list[Done]:
    if not orders:
        return []
    try:
        made = add_all(actor, orders, now=now)
    except Refusal as refusal:
        return [(Outcome.REFUSED, refusal.message)] * len(orders)
    asleep = [
        each for line, each in zip(lines, made, strict=True) if isinstance(each, int) and _state(line) == "suspended"
    ]
    _bring(actor, [Wish(each, is_suspended=True) for each in asleep], now)
    return [_added(each) for each in made]


def _known(actor: Actor, lines: Sequence[Values]) -> dict[str, Subscription]:
    ids = {line.get("external_id", "") for line in lines} - {""}
    rows = Subscription.objects.visible_to(actor).filter(external_id__in=ids) if ids else []
    return {row.external_id: row for row in rows}


def _of_the_same_offers(
    actor: Actor, lines: Sequence[tuple[Values, Account | None]], offers: Mapping[str, OfferRow]
) -> dict[tuple[int, int], list[Subscription]]:
    """What the customers of lines without an ID have already, by account and offer."""
    nameless = [(owner, offers.get(line["offer"])) for line, owner in lines if not line.get("external_id")]
    asked = {(owner.pk, offer.id) for owner, offer in nameless if owner and offer}
    found: dict[tuple[int, int], list[Subscription]] = {}
    if asked:
        rows = Subscription.objects.visible_to(actor).filter(
            account_id__in={account_id for account_id, _offer in asked}
        )
        for row in rows.exclude(status=Status.DELETED):
            found.setdefault((row.account_id, row.offer_id), []).append(row)
    return {pair: found.get(pair, []) for pair in asked}


def _is_here(same_offer: Sequence[Subscription], line: Values) -> bool:
    """Whether a line without an ID says what is here already, so that the same file again buys nothing twice."""
    if same_offer and all(_wish(row, line) for row in same_offer):
        raise Invalid(
            _("This customer has a subscription to this offer already. Say which one by its subscription ID.")
        )
    return bool(same_offer)


def _ended(known: Subscription | None) -> Done:
    """A file ends nothing, for that deletes data in the end; what is still active here is for a person to look at."""
    if known is not None and known.status == Status.ACTIVE:
        return Outcome.REFUSED, _("It has ended, says the file, and is active here. Suspend it here if that is right.")
    return Outcome.SAME, ""


def _must_be_here(account: Account | None) -> Account:
    if account is None:
        raise Invalid(_("There is no such customer here. Import the customers first."))
    return account


def _must_be_of(known: Subscription, account: Account) -> None:
    if known.account_id != account.pk:
        raise Invalid(_("This subscription belongs to another customer here."))


def _order(account: Account, line: Values, offers: Mapping[str, OfferRow]) -> Order:
    seats = tables.whole(line["seats"])
    offer = offers.get(line["offer"])
    if offer is None:
        raise Invalid(_("The catalogue has no offer “%(name)s”.") % {"name": line["offer"]})
    return Order(
        account,
        offer.id,
        seats,
        nickname=line.get("nickname", ""),
        starts_on=tables.day(line.get("starts_on", "")),
        external_id=line.get("external_id", ""),
    )


def _wish(known: Subscription, line: Values) -> Wish | None:
    """What the file has otherwise than it is; an empty name or state changes nothing, and what is deleted stays so."""
    seats, nickname = tables.whole(line["seats"]), line.get("nickname", "") or known.nickname
    sleeps = known.status in {Status.SUSPENDED, Status.DELETED}
    is_silent = known.status == Status.DELETED or not _state(line)
    is_suspended = sleeps if is_silent else _state(line) == "suspended"
    if (known.seats, known.nickname, sleeps) == (seats, nickname, is_suspended):
        return None
    return Wish(known.pk, is_suspended, seats, nickname)


def _bring(actor: Actor, wishes: Sequence[Wish], now: datetime) -> list[Refusal | None]:
    return bring_all(actor, wishes, now=now) if wishes else []


def _state(line: Values) -> str:
    """What the line's word for a state means, empty where it has none; a guess could wake what was put to sleep."""
    text = line.get("status", "")
    if not text:
        return ""
    for state, words in STATUS.items():
        if tables.is_one_of(text, words):
            return state
    raise Invalid(_("“%(state)s” is no state of a subscription.") % {"state": text[:40]})


def _offers(actor: Actor, lines: Sequence[Values]) -> dict[str, OfferRow]:
    """What the lines' words for offers mean, with or without who operates it behind."""
    short = {line["offer"]: _short(line["offer"]) for line in lines}
    found = catalog.offers_by_any_name(actor, {*short, *short.values()})
    meant = {name: found.get(name) or found.get(short[name]) for name in short}
    return {name: offer for name, offer in meant.items() if offer}


def _short(name: str) -> str:
    short = name.strip()
    for suffix in OPERATED:
        if short.lower().endswith(suffix):
            short = short[: -len(suffix)]
    return short


# --- People ----------------------------------------------------------------------------------------------------------


def _people(actor: Actor, lines: Sequence[Values], now: datetime) -> list[Done]:
    """Add colleagues with the roles the file names; who is here stays as they are.

    The invitation follows by itself, and the way to a password of their own is "Forgotten?": a file shows none.
    """
    here = {colleague.email.lower() for colleague in identity.people(actor)}
    done: list[Done] = []
    for line in lines:
        email = line["email"].lower()
        known = email in here
        done.append((Outcome.SAME, "") if known else _alone(partial(_person, actor, line, now)))
        if done[-1][0] == Outcome.ADDED:
            here.add(email)
    return done


def _person(actor: Actor, line: Values, now: datetime) -> str:
    language = _language(line.get("language", "")) or actor.language
    settings = _settings(line.get("roles", ""))
    people.add_person(actor, name=line["name"], email=line["email"], language=language, **settings, now=now)
    return Outcome.ADDED


DOES: Mapping[str, Callable[[Actor, Sequence[Values], datetime], list[Done]]] = {
    "customers": _customers,
    "subscriptions": _subscriptions,
    "people": _people,
}


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
