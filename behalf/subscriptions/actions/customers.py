"""Adding a customer together with what it buys (P17): all of it, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from behalf.customers import actions as customers
from behalf.identity.actions import NewPerson
from behalf.kit.actor import Actor
from behalf.kit.verbs import action
from behalf.subscriptions.actions.subscribing import add


@dataclass(frozen=True, slots=True)
class Added:
    """A customer just added with its subscriptions; ``admin`` carries the password that is shown once."""

    account_id: int
    admin: NewPerson | None
    subscription_ids: tuple[int, ...]


@action("subscriptions.manage")
def add_customer(actor: Actor, /, *, orders: Mapping[int, int], now: datetime, **details: str) -> Added:
    """Add a customer and buy its first offers; orders: offer id -> seats; details: see ``customers.actions.add``."""
    new = customers.add(actor, now=now, **details)
    bought = tuple(
        add(actor, new.account_id, offer_id=offer_id, seats=seats, now=now) for offer_id, seats in orders.items()
    )
    return Added(new.account_id, new.admin, bought)
