"""What escalation announces; each is heard by the organization on the other side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from behalf.kit.events import Event


@dataclass(frozen=True, slots=True)
class DossierSent(Event):
    """A dossier went up."""

    dossier_id: int
    from_org_id: int
    to_org_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class OperatorSpoke(Event):
    """A word of the operator about a dossier came down."""

    message_id: int
    from_org_id: int
    to_org_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ResellerSpoke(Event):
    """A word of the reseller about a dossier went up."""

    message_id: int
    from_org_id: int
    to_org_id: int
    at: datetime
