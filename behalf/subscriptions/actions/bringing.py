"""Known subscriptions brought to what a file says of them, many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from behalf.catalog import queries as catalog
from behalf.catalog.queries import OfferRow
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Refusal
from behalf.kit.verbs import action
from behalf.partners import queries as partners
from behalf.subscriptions.actions import _steps
from behalf.subscriptions.actions._row import locked_all
from behalf.subscriptions.actions._steps import Changes
from behalf.subscriptions.models import Subscription

Status = Subscription.Status


@dataclass(frozen=True, slots=True)
class Wish:
    """What a subscription is to be; None: as it is."""

    subscription_id: int
    is_suspended: bool
    seats: int | None = None
    nickname: str | None = None


@action("subscriptions.manage")
def bring_all(actor: Actor, wishes: Sequence[Wish], *, now: datetime) -> list[Refusal | None]:
    """Bring each to what is wished, in order, or say why it stays as it was; a fixed number of statements.

    One that is to wake does so before its seats change, and one that is to sleep afterwards.
    """
    rows, addons = locked_all(actor, [wish.subscription_id for wish in wishes])
    known = [rows[wish.subscription_id] for wish in wishes]
    growing = {row.offer_id for row, wish in zip(known, wishes, strict=True) if wish.seats not in {None, row.seats}}
    offers = catalog.offers_by_id(actor, growing) if growing else {}
    sells = _sells(actor) if growing else None
    changes, refused = Changes(now), list[Refusal | None]()
    for row, wish in zip(known, wishes, strict=True):
        below = addons.get(row.pk, [])
        try:
            with changes.whole([row, *below]):
                _bring(changes, row, below, wish, offers, sells)
            refused.append(None)
        except Refusal as refusal:
            refused.append(refusal)
    changes.write(actor)
    return refused


def _bring(
    changes: Changes,
    row: Subscription,
    addons: Sequence[Subscription],
    wish: Wish,
    offers: Mapping[int, OfferRow],
    sells: Conflict | None,
) -> None:
    if wish.nickname not in {None, row.nickname}:
        _steps.rename(changes, row, wish.nickname or "")
    if row.status == Status.SUSPENDED and not wish.is_suspended:
        _steps.reactivate(changes, row, addons)
    if wish.seats is not None and wish.seats != row.seats:
        if sells is not None:
            raise sells
        _steps.reseat(changes, row, offers[row.offer_id], wish.seats)
    if row.status == Status.ACTIVE and wish.is_suspended:
        _steps.suspend(changes, row, addons, reason=Subscription.Reason.ELSEWHERE)


def _sells(actor: Actor) -> Conflict | None:
    """Why nothing may be sold now, if so."""
    try:
        partners.must_sell(actor)
    except Conflict as refusal:
        return refusal
    return None
