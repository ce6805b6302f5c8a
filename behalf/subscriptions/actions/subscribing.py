"""What is bought: add, change seats, suspend, reactivate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.catalog import queries as catalog
from behalf.catalog.queries import OfferRow
from behalf.connectors.registry import cloud
from behalf.customers import queries as customers
from behalf.customers.models import Account, whose
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, Refusal
from behalf.kit.events import announce_all
from behalf.kit.verbs import action
from behalf.partners import queries as partners
from behalf.subscriptions import rules
from behalf.subscriptions.actions import _steps
from behalf.subscriptions.actions._row import act, locked
from behalf.subscriptions.actions._steps import Changes
from behalf.subscriptions.events import SubscriptionAdded
from behalf.subscriptions.models import Subscription

Status = Subscription.Status


@dataclass(frozen=True, slots=True)
class Order:
    """What ``add`` takes, for one account."""

    account: Account
    offer_id: int
    seats: int
    nickname: str = ""
    parent_id: int | None = None
    starts_on: date | None = None
    external_id: str = ""


@action("subscriptions.manage")
def add(
    actor: Actor,
    account_id: int,
    *,
    offer_id: int,
    seats: int,
    nickname: str = "",
    parent_id: int | None = None,
    starts_on: date | None = None,
    external_id: str = "",
    now: datetime,
) -> int:
    """Buy an offer for a customer (P20); returns the subscription's id. It starts on the day after.

    An add-on belongs to an active subscription that it fits: ``parent_id``, or the only one there is.
    """
    account = customers.account(actor, account_id)
    order = Order(account, offer_id, seats, nickname, parent_id, starts_on, external_id)
    made = add_all(actor, [order], now=now)[0]
    if isinstance(made, Refusal):
        raise made
    return made


@action("subscriptions.manage")
def add_all(actor: Actor, orders: Sequence[Order], *, now: datetime) -> list[int | Refusal]:
    """Many orders at once, in a fixed number of statements: each one's subscription, or why it cannot be.

    An add-on finds what it belongs to among what was there before.
    """
    partners.must_sell(actor)
    offers = catalog.offers_by_id(actor, [order.offer_id for order in orders])
    active = _parents(actor, [order for order in orders if offers[order.offer_id].is_addon])
    rows = [_row(actor, order, offers[order.offer_id], active.get(order.account.pk, []), now) for order in orders]
    made = [row for row in rows if isinstance(row, Subscription)]
    Subscription.objects.visible_to(actor).bulk_create(made)
    prefetch_related_objects(made, "offer")
    after = [{"offer": offers[row.offer_id].name, "seats": row.seats} for row in made]
    added = [act(row, "subscriptions.added", after=facts) for row, facts in zip(made, after, strict=True)]
    audit.record_all(actor, added, at=now)
    announce_all(actor, [SubscriptionAdded(row.account_id, row.pk, at=now) for row in made])
    return [row.pk if isinstance(row, Subscription) else row for row in rows]


@action("subscriptions.manage")
def change_seats(actor: Actor, subscription_id: int, *, seats: int, now: datetime) -> None:
    """Change the number of seats within the offer's limits; not while it is suspended (2.3)."""
    partners.must_sell(actor)
    row, _addons = locked(actor, subscription_id)
    changes = Changes(now)
    _steps.reseat(changes, row, catalog.offer(actor, row.offer_id), seats)
    changes.write(actor)


@action("subscriptions.manage")
def rename(actor: Actor, subscription_id: int, *, nickname: str, now: datetime) -> None:
    """Give the subscription a name of its own; empty: the offer's name."""
    row, _addons = locked(actor, subscription_id)
    changes = Changes(now)
    _steps.rename(changes, row, nickname)
    changes.write(actor)


@action("subscriptions.manage")
def suspend(actor: Actor, subscription_id: int, *, reason: str, note: str = "", now: datetime) -> None:
    """Block its users, not its administrators (P22), and its add-ons with it; deletion follows as day 60 ends."""
    row, addons = locked(actor, subscription_id)
    changes = Changes(now)
    _steps.suspend(changes, row, addons, reason=reason, note=note)
    changes.write(actor)


@action("subscriptions.manage")
def reactivate(actor: Actor, subscription_id: int, *, now: datetime) -> None:
    """Let its users work again, with the add-ons that were suspended together with it."""
    row, addons = locked(actor, subscription_id)
    changes = Changes(now)
    _steps.reactivate(changes, row, addons)
    changes.write(actor)


def _row(
    actor: Actor, order: Order, offer: OfferRow, active: Sequence[Subscription], now: datetime
) -> Subscription | Refusal:
    try:
        if not offer.is_sold:
            raise Conflict(_("This offer is no longer sold."))
        _steps.seats_must_fit(offer, order.seats)
        parent = _parent(actor, offer, order.parent_id, active)
    except Refusal as refusal:
        return refusal
    start = order.starts_on or rules.first_day(now, cloud().zone)
    return Subscription(
        **whose(order.account),
        offer_id=offer.id,
        parent=parent,
        nickname=order.nickname.strip(),
        seats=order.seats,
        starts_on=start,
        ends_on=None if offer.is_metered else rules.last_day(start, offer.term_months),
        external_id=order.external_id,
        created_at=now,
    )


def _parents(actor: Actor, addons: Sequence[Order]) -> dict[int, list[Subscription]]:
    """The active subscriptions of the accounts that buy add-ons, locked, by account."""
    found: dict[int, list[Subscription]] = {}
    if addons:
        rows = Subscription.objects.visible_to(actor).select_for_update().filter(status=Status.ACTIVE)
        for row in rows.filter(account_id__in={order.account.pk for order in addons}).order_by("id"):
            found.setdefault(row.account_id, []).append(row)
    return found


def _parent(
    actor: Actor, offer: OfferRow, parent_id: int | None, active: Sequence[Subscription]
) -> Subscription | None:
    """The active subscription that an add-on belongs to; None for what stands by itself."""
    if not offer.is_addon:
        return None
    found = [row for row in active if row.offer_id in offer.needs and parent_id in {None, row.pk}]
    if not found:
        needed = catalog.offer_names(actor, offer.needs).values()
        message = _("%(offer)s needs an active subscription to one of: %(needed)s.") % {
            "offer": offer.name,
            "needed": ", ".join(needed),
        }
        raise Conflict(message, field="offer_id")
    if len(found) > 1:
        raise Invalid(_("Choose the subscription that this add-on belongs to."), field="parent_id")
    return found[0]
