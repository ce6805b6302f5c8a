"""What the subscriptions room announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from behalf.kit.events import Event


@dataclass(frozen=True, slots=True)
class SubscriptionAdded(Event):
    """A customer bought something."""

    account_id: int
    subscription_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SubscriptionSuspended(Event):
    """Its users are blocked, its administrators are not; the countdown to deletion runs."""

    account_id: int
    subscription_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SubscriptionReactivated(Event):
    """Its users work again; the countdown has ended without deletion."""

    account_id: int
    subscription_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SubscriptionDeleted(Event):
    """Its data is gone."""

    account_id: int
    subscription_id: int
    at: datetime
