"""How much of one mail is read. What lies beyond stays in the original, and the reading says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

BYTES = 50 * 1024 * 1024
DEPTH = 24
PARTS = 500
HEADERS = 2_000
HEADER_BYTES = 200_000
ADDRESSES = 500
ATTACHMENTS = 200
TEXT = 1_000_000
SECONDS = 3.0


@dataclass
class Budget:
    """What one reading may still spend; ``cut`` lists, once each, what was left unread and why."""

    parts: int = PARTS
    ends: float = field(default_factory=lambda: monotonic() + SECONDS)
    cut: list[str] = field(default_factory=list)

    def part(self, depth: int) -> bool:
        """Whether one more part, this deep, is opened."""
        if depth > DEPTH:
            return self.leave(f"parts nested more than {DEPTH} deep were left closed")
        if self.parts <= 0:
            return self.leave(f"parts after the first {PARTS} were left closed")
        if not self.time():
            return False
        self.parts -= 1
        return True

    def time(self) -> bool:
        """Whether there is time left."""
        return monotonic() < self.ends or self.leave(f"reading stopped after {SECONDS:g} seconds")

    def leave(self, why: str) -> bool:
        """Note what is left unread; always False."""
        if why not in self.cut:
            self.cut.append(why)
        return False
