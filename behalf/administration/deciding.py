"""Decisions about sessions and corrections, in plain Python; what a reading means is in ``rules.py``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from behalf.administration import rules
from behalf.administration.baseline import Setting
from behalf.administration.baseline.model import Impact
from behalf.connectors.ports import SettingReading, SettingValue

SESSION = timedelta(minutes=60)
SETTLE_AFTER = timedelta(seconds=90)
"""After this nobody waits for the provider's answer any more: its client gives up long before."""

SETTLE_AGAIN = timedelta(minutes=5)
SETTLE_UNTIL = timedelta(hours=24)

Plain = bool | int | str | list[str] | None


class Outcome(StrEnum):
    """Where a correction stands."""

    PLANNED = "planned"
    """The intention is recorded; whether the provider did it is not known."""

    WRITTEN = "written"
    """The provider accepted it; nothing was read back yet."""

    VERIFIED = "verified"
    """Read back and found as wanted."""

    NOT_VERIFIED = "not_verified"
    """Read back and found different: nothing counts as repaired."""

    REFUSED = "refused"
    """The provider did nothing; the value is as it was."""

    CHANGED = "changed"
    """Somebody changed the value meanwhile, so nothing was written."""


UNSETTLED = (Outcome.PLANNED, Outcome.WRITTEN)
TOUCHED = (Outcome.VERIFIED, Outcome.NOT_VERIFIED)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a service of a customer before somebody acts on it."""

    active: bool
    delegated: bool


class Hindrance(StrEnum):
    """Why a service cannot be administered."""

    NOT_DELEGATED = "not_delegated"
    SUSPENDED = "suspended"


def hindrance(standing: Standing) -> Hindrance | None:
    """What keeps an agent from changing anything; without delegation even looking is not allowed (P28)."""
    if not standing.delegated:
        return Hindrance.NOT_DELEGATED
    return None if standing.active else Hindrance.SUSPENDED


def may_look(standing: Standing) -> bool:
    """Whether a session may be opened: a suspended service is still shown, read-only."""
    return hindrance(standing) is not Hindrance.NOT_DELEGATED


def is_open(ended_at: datetime | None, ends_at: datetime, now: datetime) -> bool:
    """Whether a session still runs; its time counts even before anybody wrote down that it is over."""
    return ended_at is None and now < ends_at


def must_tell(impact: Impact) -> bool:
    """Whether the customer must have been told before: people there will notice."""
    return impact is Impact.HIGH


def packed(value: SettingValue | None) -> Plain:
    """A value as JSON keeps it."""
    return list(value) if isinstance(value, tuple) else value


def unpacked(value: Plain) -> SettingValue | None:
    """A value as it came out of JSON."""
    return tuple(value) if isinstance(value, list) else value


def read_back(
    setting: Setting,
    reading: SettingReading | None,
    *,
    before: SettingValue | None,
    wanted: SettingValue | None,
    accepted: bool,
    waited: bool,
) -> Outcome:
    """What a correction came to, judged by the value found afterwards.

    accepted: the provider said that it wrote. waited: long enough after the request that a lost answer can bring
    nothing any more; until then an unchanged value after a lost answer proves nothing.
    """
    if reading is None or reading.error is not None:
        return Outcome.WRITTEN if accepted else Outcome.PLANNED
    if rules.same(setting, reading.value, wanted):
        return Outcome.VERIFIED
    if accepted or not rules.same(setting, reading.value, before):
        return Outcome.NOT_VERIFIED
    return Outcome.REFUSED if waited else Outcome.PLANNED


def may_undo(setting: Setting, *, outcome: str, undone: bool, before: SettingValue | None, now_is: Plain) -> bool:
    """Whether there is something to restore: it was written, not restored yet, and differs from what was before."""
    return outcome in TOUCHED and not undone and not rules.same(setting, before, unpacked(now_is))
