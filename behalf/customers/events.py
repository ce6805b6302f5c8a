"""What the customers room announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from behalf.kit.events import Event


@dataclass(frozen=True, slots=True)
class CustomerAdded(Event):
    """A reseller has a new customer account."""

    account_id: int
    reseller_id: int
    customer_id: int
    at: datetime
