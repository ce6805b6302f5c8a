"""What a robot says: a heading, lines of which each leads somewhere, and how many more had no room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

MOST_LINES = 12  # in a chat nobody reads further

# Neither provider knows an escape, so what would begin a link, a mention or markup is written with a lookalike.
_LOOKALIKES = str.maketrans({"[": "［", "]": "］", "<": "＜", ">": "＞", "*": "＊", "`": "＇", "#": "＃"})


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence and the address to which it leads."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Message:
    """``more``: the line that stands for so many others, said by whoever knows the group's language."""

    heading: str
    lines: Sequence[Line]
    more: Callable[[int], Line]


def markdown(message: Message, *, longest: int, apart: str) -> str:
    """The message with as many of its lines as fit into so many bytes; the rest is counted in one line.

    apart: what stands between two lines in the provider's dialect.
    """
    count = len(message.lines)
    for shown in range(min(count, MOST_LINES), 0, -1):
        lines = [*message.lines[:shown], *([message.more(count - shown)] if count > shown else [])]
        text = apart.join([f"**{plain(message.heading)}**", *(f"[{plain(line.text)}]({line.url})" for line in lines)])
        if len(text.encode()) <= longest:
            return text
    raise ValueError("not even one line fits")


def plain(text: str) -> str:
    """The text in one line, in which nothing is markup."""
    return " ".join(text.split()).translate(_LOOKALIKES)
