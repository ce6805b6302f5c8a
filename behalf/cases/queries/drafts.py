"""What somebody has begun to write on a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Draft:
    """The texts of one form, and when they were last touched."""

    texts: Mapping[str, str]
    at: datetime

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Draft:
        """As a statement has it in JSON."""
        return cls(row["texts"], datetime.fromisoformat(row["at"]))

    @property
    def kind(self) -> str:
        """On which paper it was begun: a reply, unless there is only a note."""
        return "note" if self.texts.get("note") and not self.texts.get("body") else "reply"
