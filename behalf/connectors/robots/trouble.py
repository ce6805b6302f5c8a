"""What can go wrong with a robot, in kinds that a person can do something about."""

from __future__ import annotations

from enum import StrEnum

LONGEST = 200


class Why(StrEnum):
    """The kinds of trouble."""

    ROBOT = "robot"  # the group has no such robot (any more)
    SIGNATURE = "signature"  # the secret is another, or is missing
    CLOCK = "clock"  # our clock differs too much from the provider's
    KEYWORD = "keyword"  # none of the robot's keywords is in the message
    ADDRESS = "address"  # the robot takes messages from other addresses alone
    CONTENT = "content"  # the provider does not want this text or link
    OFTEN = "often"  # too many messages; wait
    CONNECT = "connect"  # nobody answers
    SILENT = "silent"  # no answer in time
    KEPT = "kept"  # our copy of the token cannot be read
    SERVER = "server"  # the provider is out of order, or said something that we do not know


FOR_GOOD = frozenset({Why.ROBOT, Why.SIGNATURE, Why.KEYWORD, Why.ADDRESS, Why.CONTENT, Why.KEPT})


class Trouble(Exception):
    """It did not work; ``words``: what the provider said; ``wait``: the seconds that it asked us to wait, if it did."""

    def __init__(self, why: Why, words: str = "", *, wait: float = 0.0) -> None:
        super().__init__(f"{why}: {words}" if words else str(why))
        self.why = why
        self.words = " ".join("".join(each if each.isprintable() else " " for each in words).split())[:LONGEST]
        self.wait = wait

    @property
    def for_good(self) -> bool:
        """Whether only a person can mend it, so that waiting is of no use."""
        return self.why in FOR_GOOD
