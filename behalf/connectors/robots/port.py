"""What the rest of Behalf knows of a robot, whoever provides it."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit, urlunsplit

from behalf.connectors.robots.messages import Message

_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,200}")


@dataclass(frozen=True, slots=True)
class Robot:
    """By what a robot is reached: the token of its webhook, and the secret with which its messages are signed."""

    token: str
    secret: str = ""

    def __repr__(self) -> str:
        return "Robot(…)"


class RobotPort(ABC):
    """A provider of robots.

    webhook: where all of its robots are reached, but for the token; origin: a simulator that is spoken to instead.
    """

    parameter: ClassVar[str]
    """The name under which the token stands in the address."""

    def __init__(self, webhook: str, *, origin: str = "") -> None:
        self._webhook = urlsplit(webhook)
        scheme, netloc = urlsplit(origin)[:2] if origin else self._webhook[:2]
        self.address = urlunsplit((scheme, netloc, self._webhook.path, "", ""))

    @abstractmethod
    def send(self, robot: Robot, message: Message) -> None:
        """Post one message; raises Trouble. A message whose answer was lost may stand in the group all the same."""

    def token_in(self, typed: str) -> str | None:
        """The token in a webhook's address as it is copied from the group, or in itself; None for anything else.

        An address of another host has none: what is kept of it is the token alone, and never a place to send to.
        """
        typed = typed.strip()
        if "://" in typed:
            given = urlsplit(typed)
            if given[:3] != self._webhook[:3]:
                return None
            typed = parse_qs(given.query).get(self.parameter, [""])[0]
        return typed if _TOKEN.fullmatch(typed) else None
