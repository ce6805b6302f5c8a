"""What the reads answer: plain records, with everything a page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from behalf.health import words
from behalf.health.models import Incident, Maintenance, Place
from behalf.health.rules import Kind, Level, Stage, State, Step
from behalf.health.words import Seen


@dataclass(frozen=True, slots=True)
class Where:
    """A service, in one region or (None) wherever it runs."""

    service_id: int
    service: str
    region: str | None

    @classmethod
    def each(cls, places: Iterable[Place], language: str) -> tuple[Where, ...]:
        """The places of a thing, in words; each place comes with its service."""
        return tuple(
            cls(place.service_id, place.service.named(language), words.region(place.region) if place.region else None)
            for place in places
        )


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident in a list."""

    id: int
    code: str
    kind: Kind
    title: str
    impact: str
    state: State
    seen: Seen
    began_at: datetime
    ended_at: datetime | None
    updated_at: datetime
    next_update_at: datetime | None
    places: tuple[Where, ...] = ()

    @classmethod
    def of(cls, row: Incident, places: tuple[Where, ...]) -> IncidentRow:
        """The record of a row."""
        return cls(
            id=row.pk,
            code=row.code,
            kind=Kind(row.kind),
            title=row.title,
            impact=row.impact,
            state=State(row.state),
            seen=words.seen(row.state),
            began_at=row.began_at,
            ended_at=row.ended_at,
            updated_at=row.updated_at,
            next_update_at=row.next_update_at,
            places=places,
        )


@dataclass(frozen=True, slots=True)
class Word:
    """One dated word on an incident as it stands now; ``before`` are its earlier versions, the oldest first."""

    id: int
    incident_id: int
    at: datetime
    kind: Kind
    state: State
    seen: Seen
    text: str
    author: str
    recorded_at: datetime
    before: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentStory:
    """An incident with all that was said about it, the latest first."""

    row: IncidentRow
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class MaintenanceRow:
    """Planned work in a list."""

    id: int
    code: str
    title: str
    stage: Stage
    seen: Seen
    starts_at: datetime
    ends_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    short_notice: str
    places: tuple[Where, ...] = ()

    @classmethod
    def of(cls, row: Maintenance, places: tuple[Where, ...]) -> MaintenanceRow:
        """The record of a row."""
        return cls(
            id=row.pk,
            code=row.code,
            title=row.title,
            stage=Stage(row.stage),
            seen=words.STAGES[Stage(row.stage)],
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            started_at=row.started_at,
            ended_at=row.ended_at,
            short_notice=row.short_notice,
            places=places,
        )


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of planned work, with the window as it stood then."""

    id: int
    step: Step
    at: datetime
    starts_at: datetime
    ends_at: datetime
    text: str
    author: str


@dataclass(frozen=True, slots=True)
class MaintenanceStory:
    """Planned work with its steps, the latest first."""

    row: MaintenanceRow
    steps: tuple[StepRow, ...]


@dataclass(frozen=True, slots=True)
class AnnouncementRow:
    """An announcement as it stands now; ``corrected_at`` when it was reworded, ``before`` its earlier versions."""

    id: int
    code: str
    category: str
    category_word: Any
    title: str
    body: str
    act_by: date | None
    author: str
    published_at: datetime
    corrected_at: datetime | None
    withdrawn: bool
    places: tuple[Where, ...] = ()
    before: tuple[AnnouncementRow, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementRow:
    """What the engineers stated about a service, as it stands now; ``before`` are its earlier versions."""

    id: int
    service_id: int
    at: datetime
    region: str | None
    state: State
    seen: Seen
    note: str
    author: str
    recorded_at: datetime
    before: tuple[StatementRow, ...] = ()


@dataclass(frozen=True, slots=True)
class RegionRow:
    """How a service is, and was for ninety days, in one region."""

    code: str
    name: str
    state: State
    seen: Seen
    days: tuple[Level, ...]
    day_words: str
    availability: float | None
    share: str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """How a service is, and was for ninety days: of its regions the worst."""

    service_id: int
    code: str
    name: str
    group: str
    state: State
    seen: Seen
    since: datetime | None
    where: tuple[str, ...]
    regions: tuple[RegionRow, ...]
    incidents: tuple[IncidentRow, ...]
    maintenance: MaintenanceRow | None
    days: tuple[Level, ...]
    day_words: str
    availability: float | None
    share: str


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A recorded look at a customer's service: what it showed then."""

    id: int
    account_id: int
    service_id: int
    state: State
    seen: Seen
    snapshot: dict[str, Any]
    about: tuple[str, str, str]
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Hit:
    """Who has active seats on what an incident touches: how many customers, and those with the most seats."""

    customers: int
    seats: int
    first: tuple[HitCustomer, ...]


@dataclass(frozen=True, slots=True)
class Touching:
    """A running incident with the number of our customers that use what it touches."""

    row: IncidentRow
    customers: int


@dataclass(frozen=True, slots=True)
class HitCustomer:
    """A customer that an incident touches."""

    account_id: int
    company: str
    seats: int
