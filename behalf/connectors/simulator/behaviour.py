"""How a tenant's provider misbehaves when it was told to."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any

FOR_EVER = -1


class NotABehaviour(ValueError):
    """The control request asks for something the simulator cannot do; the message names it."""


@dataclass(slots=True)
class Behaviour:
    """Trouble to make. A count says for how many more requests; -1 is for ever, 0 is not at all."""

    methods: list[str] = field(default_factory=list)
    """Only for requests of these methods; all when empty."""
    slow_ms: int = 0
    fail_status: int = 503
    fail_count: int = 0
    throttle_after: int = 1
    """Seconds that a throttled client is asked to wait."""
    throttle_count: int = 0
    drop_count: int = 0
    """Requests that are carried out and then left without an answer."""
    lie: str = ""
    """What becomes of an accepted write: `ignore` forgets it, `other` stores `lie_value` instead."""
    lie_value: Any = None
    unreadable: list[str] = field(default_factory=list)
    """Keys that answer an error instead of a value."""

    @classmethod
    def parse(cls, data: Any) -> "Behaviour":
        """Build one from a control request; raises `NotABehaviour` for an unknown field or a wrong type."""
        if not isinstance(data, dict):
            raise NotABehaviour("an object is expected")
        usual = cls()
        known = {entry.name for entry in fields(cls)}
        for name, value in data.items():
            if name not in known:
                raise NotABehaviour(f"unknown: {name}")
            if name != "lie_value" and type(value) is not type(getattr(usual, name)):
                raise NotABehaviour(f"wrong type: {name}")
        made = cls(**data)
        if made.lie not in {"", "ignore", "other"}:
            raise NotABehaviour("lie is '', 'ignore' or 'other'")
        return made

    def concerns(self, method: str) -> bool:
        """Say whether requests of this method are troubled."""
        return not self.methods or method in self.methods

    def spend(self, count: str) -> bool:
        """Use up one of a count and say whether there was one."""
        left: int = getattr(self, count)
        if left > 0:
            setattr(self, count, left - 1)
        return left != 0

    def as_dict(self) -> dict[str, Any]:
        """Return what `parse` takes."""
        return asdict(self)
