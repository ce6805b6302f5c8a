"""What has been sent on a case and can still be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from behalf.cases.models import Outgoing


@dataclass(frozen=True, slots=True)
class Going:
    """An answer that goes out at ``goes_at``; ``person_id``: who sent it and may take it back."""

    id: int
    kind: str
    body: str
    wait: bool
    children: bool
    person_id: int
    name: str
    goes_at: datetime
    files: Sequence[Mapping[str, Any]]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Going:
        """As a statement has it in JSON."""
        return cls(**{**row, "goes_at": datetime.fromisoformat(row["goes_at"])})

    @property
    def resolves(self) -> bool:
        """Whether it is the solution."""
        return self.kind == Outgoing.Kind.RESOLVE
