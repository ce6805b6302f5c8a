"""What health announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from behalf.kit.events import Event


@dataclass(frozen=True, slots=True)
class ServiceStateSet(Event):
    """The operator said how a service is, without an incident."""

    service_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class IncidentBegan(Event):
    """An incident was published; ``at`` is when it was published, not when it began."""

    incident_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class IncidentUpdated(Event):
    """A running incident has news, or an earlier update was corrected."""

    incident_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class IncidentEnded(Event):
    """An incident is over: restored, or it was none."""

    incident_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class MaintenanceChanged(Event):
    """Planned work was announced, moved, cancelled, started, ended or reworded; the step says which."""

    maintenance_id: int
    step_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AnnouncementPosted(Event):
    """An announcement was published, corrected or withdrawn."""

    announcement_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class HealthChecked(Event):
    """An agent looked at a customer's service and kept what it showed; ``about`` is what it was looked at for."""

    check_id: int
    account_id: int
    service_id: int
    about_kind: str
    about_id: str
    at: datetime
