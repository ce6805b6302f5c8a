"""What the simulated provider offers, read from `settings.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

JsonValue = bool | int | str | list[str] | None

_TYPES: Mapping[str, type] = {"bool": bool, "integer": int, "choice": str, "text": str, "list": list}


@dataclass(frozen=True, slots=True)
class Offered:
    """One setting of the provider: its type, and the values tenants have."""

    type: str
    usual: JsonValue
    others: tuple[JsonValue, ...]
    unset: bool

    def accepts(self, value: JsonValue) -> bool:
        """Say whether the provider takes this value; unsetting is always possible."""
        if value is None:
            return True
        if type(value) is not _TYPES[self.type]:
            return False
        if isinstance(value, list):
            return all(isinstance(item, str) for item in value)
        return self.type != "choice" or value in (self.usual, *self.others)


@cache
def services() -> Mapping[str, Mapping[str, Offered]]:
    """Return every service with its settings by key."""
    data: dict[str, dict[str, dict[str, Any]]] = tomllib.loads(
        files(__package__).joinpath("settings.toml").read_text("utf-8")
    )
    return {service: {key: _offered(entry) for key, entry in settings.items()} for service, settings in data.items()}


def _offered(entry: dict[str, Any]) -> Offered:
    return Offered(
        type=entry["type"],
        usual=entry["usual"],
        others=tuple(entry["others"]),
        unset=entry.get("unset", False),
    )
