"""What is bought: add, change seats, suspend, reactivate."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from behalf.catalog import queries as catalog
from behalf.catalog.queries import OfferRow
from behalf.connectors.registry import cloud
from behalf.customers import queries as customers
from behalf.customers.models import whose
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid
from behalf.kit.events import announce
from behalf.kit.verbs import action
from behalf.partners import queries as partners
from behalf.subscriptions import rules
from behalf.subscriptions.actions._row import locked, record
from behalf.subscriptions.events import (
    SubscriptionAdded,
    SubscriptionReactivated,
    SubscriptionSuspended,
)
from behalf.subscriptions.models import Subscription

Status = Subscription.Status


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
    partners.must_sell(actor)
    account = customers.account(actor, account_id)
    offer = catalog.offer(actor, offer_id)
    if not offer.is_sold:
        raise Conflict(_("This offer is no longer sold."))
    _seats_must_fit(offer, seats)
    start = starts_on or rules.first_day(now, cloud().zone)
    row = Subscription(
        **whose(account),
        offer_id=offer.id,
        parent=_parent(actor, account_id, offer, parent_id),
        nickname=nickname.strip(),
        seats=seats,
        starts_on=start,
        ends_on=None if offer.is_metered else rules.last_day(start, offer.term_months),
        external_id=external_id,
        created_at=now,
    )
    row.save(force_insert=True)
    record(actor, row, "subscriptions.added", after={"offer": offer.name, "seats": seats}, now=now)
    announce(actor, SubscriptionAdded(account_id, row.pk, at=now))
    return row.pk


@action("subscriptions.manage")
def change_seats(actor: Actor, subscription_id: int, *, seats: int, now: datetime) -> None:
    """Change the number of seats within the offer's limits; not while it is suspended (2.3)."""
    partners.must_sell(actor)
    row = locked(actor, subscription_id)
    _must_be(row, Status.ACTIVE, _("Seats cannot change while the subscription is suspended. Reactivate it first."))
    _seats_must_fit(catalog.offer(actor, row.offer_id), seats)
    if seats == row.seats:
        return
    before, row.seats = row.seats, seats
    row.save(update_fields=["seats"])
    record(actor, row, "subscriptions.seats_changed", before={"seats": before}, after={"seats": seats}, now=now)


@action("subscriptions.manage")
def rename(actor: Actor, subscription_id: int, *, nickname: str, now: datetime) -> None:
    """Give the subscription a name of its own; empty: the offer's name."""
    row = locked(actor, subscription_id)
    _must_be_live(row)
    before, row.nickname = row.nickname, nickname.strip()
    if row.nickname == before:
        return
    row.save(update_fields=["nickname"])
    after = {"nickname": row.nickname}
    record(actor, row, "subscriptions.renamed", before={"nickname": before}, after=after, now=now)


@action("subscriptions.manage")
def suspend(actor: Actor, subscription_id: int, *, reason: str, note: str = "", now: datetime) -> None:
    """Block its users, not its administrators (P22), and its add-ons with it; deletion follows as day 60 ends."""
    row = locked(actor, subscription_id)
    _must_be(row, Status.ACTIVE, _("This subscription is suspended already."))
    if reason not in Subscription.Reason.values:
        raise Invalid(_("Choose why it is suspended."), field="reason")
    for each in (row, *_addons(actor, row, status=Status.ACTIVE)):
        each.status, each.reason = Status.SUSPENDED, reason
        each.suspended_at, each.delete_at = now, rules.deletion(now, cloud().zone)
        each.save(update_fields=["status", "reason", "suspended_at", "delete_at"])
        after = {"reason": reason, "delete_at": each.delete_at.isoformat()}
        record(actor, each, "subscriptions.suspended", after=after, why=note, now=now)
        announce(actor, SubscriptionSuspended(each.account_id, each.pk, at=now))


@action("subscriptions.manage")
def reactivate(actor: Actor, subscription_id: int, *, now: datetime) -> None:
    """Let its users work again, with the add-ons that were suspended together with it."""
    row = locked(actor, subscription_id)
    _must_be(row, Status.SUSPENDED, _("This subscription is active."))
    if row.delete_at is not None and rules.is_over(row.delete_at, now):
        raise Conflict(_("The 60 days are over: its data is deleted and cannot be brought back."))
    if row.parent is not None and row.parent.status != Status.ACTIVE:
        raise Conflict(_("Reactivate the subscription that this add-on belongs to first."))
    suspended_at = row.suspended_at
    for each in (row, *_addons(actor, row, status=Status.SUSPENDED, suspended_at=suspended_at)):
        before = {"reason": each.reason, "suspended_at": suspended_at.isoformat() if suspended_at else None}
        each.status, each.reason, each.suspended_at, each.delete_at = Status.ACTIVE, "", None, None
        each.save(update_fields=["status", "reason", "suspended_at", "delete_at"])
        record(actor, each, "subscriptions.reactivated", before=before, now=now)
        announce(actor, SubscriptionReactivated(each.account_id, each.pk, at=now))


def _seats_must_fit(offer: OfferRow, seats: int) -> None:
    if not rules.seats_fit(seats, offer.min_seats, offer.max_seats):
        message = _("%(offer)s is sold for %(least)s to %(most)s seats.") % {
            "offer": offer.name,
            "least": offer.min_seats,
            "most": offer.max_seats,
        }
        raise Invalid(message, field="seats")


def _parent(actor: Actor, account_id: int, offer: OfferRow, parent_id: int | None) -> Subscription | None:
    """The active subscription that an add-on belongs to; None for what stands by itself."""
    if not offer.is_addon:
        return None
    rows = Subscription.objects.visible_to(actor).select_for_update()
    fitting = rows.filter(account_id=account_id, status=Status.ACTIVE, offer_id__in=offer.needs)
    found = list(fitting.filter(pk=parent_id) if parent_id else fitting.order_by("id")[:2])
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


def _addons(actor: Actor, parent: Subscription, **having: Any) -> list[Subscription]:
    rows = Subscription.objects.visible_to(actor).select_for_update().filter(parent_id=parent.pk, **having)
    return list(rows.order_by("id"))


def _must_be(row: Subscription, status: str, otherwise: str) -> None:
    _must_be_live(row)
    if row.status != status:
        raise Conflict(otherwise)


def _must_be_live(row: Subscription) -> None:
    if row.status == Status.DELETED:
        raise Conflict(_("This subscription is deleted and cannot change any more."))
