"""A request and an answer, apart from how they travel."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs


@dataclass(frozen=True, slots=True)
class Request:
    """What came in; `origin` is the address under which the client reached us."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    """Header names are in lower case."""
    body: bytes
    origin: str

    def parameter(self, name: str) -> str | None:
        """Return the first value of a query parameter."""
        return parse_qs(self.query).get(name, [None])[0]

    def form(self) -> dict[str, str]:
        """Return the fields of a posted form, the first value of each."""
        return {name: values[0] for name, values in parse_qs(self.body.decode("utf-8", "replace")).items()}

    def json(self) -> Any:
        """Return the body's JSON; raises `ValueError` when it is none."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes out; a body of `None` sends none, and `dropped` sends nothing at all."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    dropped: bool = False


def problem(status: int, code: str, message: str, **headers: str) -> Answer:
    """Return an error in the provider's envelope."""
    return Answer(
        status,
        {"error": {"code": code, "message": message}},
        {name.replace("_", "-"): value for name, value in headers.items()},
    )
