"""How alike two subjects are: words where words are apart, pairs of letters where they are not (Chinese, Japanese)."""

from __future__ import annotations

import re

ALIKE = 0.5

_WORDS = re.compile(r"[^\W_]+")
_RUN_ON = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]+")


def likeness(one: str, other: str) -> float:
    """From 0, nothing in common, to 1, where the shorter says nothing that the longer does not say."""
    here, there = _marks(one), _marks(other)
    fewer = min(len(here), len(there))
    return len(here & there) / fewer if fewer > 1 else float(here == there and fewer > 0)


def _marks(text: str) -> frozenset[str]:
    lowered = text.casefold()
    runs = _RUN_ON.findall(lowered)
    pairs = {run[at : at + 2] for run in runs for at in range(max(1, len(run) - 1))}
    words = {word for word in _WORDS.findall(_RUN_ON.sub(" ", lowered)) if len(word) > 1}
    return frozenset(pairs | words)
