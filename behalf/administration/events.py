"""What administration announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from behalf.kit.events import Event


@dataclass(frozen=True, slots=True)
class DelegationRemoved(Event):
    """A customer took back its delegation of one service; open sessions there ended in the same instant (P28)."""

    delegation_id: int
    account_id: int
    service_id: int
    reseller_id: int
    customer_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class DelegationGranted(Event):
    """A reseller may administer a service of a customer again, because the customer said so."""

    delegation_id: int
    account_id: int
    service_id: int
    reseller_id: int
    customer_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SettingCorrected(Event):
    """A correction (or its undo) came to an end: ``outcome`` is a state of ``SettingChange``."""

    change_id: int
    account_id: int
    service_id: int
    outcome: str
    at: datetime
