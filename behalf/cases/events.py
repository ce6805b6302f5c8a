"""What the cases room announces. ``org_id`` is the desk whose case it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from behalf.kit.events import Event


@dataclass(frozen=True, slots=True)
class CaseOpened(Event):
    """A case arrived at a desk, whoever opened it."""

    case_id: int
    org_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseAnswered(Event):
    """The desk wrote to the customer (on the operator's desk: to the reseller)."""

    case_id: int
    org_id: int
    message_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CustomerReplied(Event):
    """The customer wrote on its own case."""

    case_id: int
    org_id: int
    message_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseAssigned(Event):
    """A case was given to a person, by another or by themselves, or to nobody: back to the queue."""

    case_id: int
    org_id: int
    person_id: int | None
    name: str
    by_id: int | None
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseRanked(Event):
    """A case was given another severity."""

    case_id: int
    org_id: int
    severity: str
    by_id: int | None
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseResolved(Event):
    """The desk told a solution; the customer has not yet agreed."""

    case_id: int
    org_id: int
    message_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseReopened(Event):
    """A resolved or closed case goes on."""

    case_id: int
    org_id: int
    at: datetime
    by_id: int | None = None


@dataclass(frozen=True, slots=True)
class CaseClosed(Event):
    """The loop is closed; ``confirmed``: the customer agreed, else it was closed for another reason."""

    case_id: int
    org_id: int
    confirmed: bool
    at: datetime
    by_id: int | None = None


@dataclass(frozen=True, slots=True)
class PromiseDue(Event):
    """A promise of a case is due soon."""

    case_id: int
    org_id: int
    promise: str
    period: int
    at: datetime


@dataclass(frozen=True, slots=True)
class PromiseBroken(Event):
    """A promise of a case was not kept in time."""

    case_id: int
    org_id: int
    promise: str
    period: int
    at: datetime


@dataclass(frozen=True, slots=True)
class DeskHandedOver(Event):
    """A shift handed the desk over to the next one."""

    handover_id: int
    org_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseRated(Event):
    """The customer said whether a closed case was handled well; ``agent_id``: who had it then."""

    case_id: int
    org_id: int
    agent_id: int | None
    good: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseMerged(Event):
    """A case goes on in another one."""

    case_id: int
    into_id: int
    org_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseUnmerged(Event):
    """A merge was undone: the case goes on by itself."""

    case_id: int
    from_id: int
    org_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseSplit(Event):
    """Some of what was said on a case stands on a new one now."""

    case_id: int
    new_id: int
    org_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ColleagueMentioned(Event):
    """A colleague of the desk was named in an internal note."""

    case_id: int
    org_id: int
    message_id: int
    person_id: int
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseNoted(Event):
    """Something was written on a case that its customer does not read."""

    case_id: int
    org_id: int
    message_id: int
    at: datetime
