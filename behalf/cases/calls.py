"""Telephone calls: what is kept of one, and when one counts as our first response. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

IN, OUT = "in", "out"
LONGEST = 24 * 60  # minutes


@dataclass(frozen=True, slots=True)
class Call:
    """One call: who was at the other end, when it began, how many minutes it took (None: nobody looked at the clock).

    reached: whether somebody answered; who calls us was reached by that.
    """

    direction: str
    who: str
    number: str
    began_at: datetime
    minutes: int | None = None
    reached: bool = True

    def kept(self) -> dict[str, Any]:
        """As it stands in a message's row."""
        return asdict(self) | {"began_at": self.began_at.isoformat()}

    @classmethod
    def of(cls, row: Mapping[str, Any] | None) -> Call | None:
        """What a message's row says of a call, if it was one."""
        return cls(**{**row, "began_at": datetime.fromisoformat(row["began_at"])}) if row else None


def may_answer(direction: str, *, reached: bool, answered_before: bool) -> bool:
    """Whether a call can be the first response: we called, the customer was there, and we had not answered yet."""
    return direction == OUT and reached and not answered_before


def began(at: datetime | None, minutes: int | None, *, now: datetime) -> datetime:
    """When a call began: as written down, else so that it has just ended."""
    return at or now - timedelta(minutes=minutes or 0)
