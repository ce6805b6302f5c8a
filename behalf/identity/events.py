"""What identity announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from behalf.kit.events import Event


@dataclass(frozen=True, slots=True)
class PersonDeactivated(Event):
    """A person's work in this organization ended: sign-ins at once, the rest follows by listeners."""

    person_id: int
    org_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonAdded(Event):
    """A person was added to an organization, by itself or by its founder; by: who did it, empty for the system."""

    person_id: int
    org_id: int
    by: str
    at: datetime
