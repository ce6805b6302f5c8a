"""Where in a text the words of a question stand: parts to be shown, told whether they are a hit. Plain Python.

The text is folded letter by letter, so that each place in the folded text is known in the text as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from behalf.cases.search import words
from behalf.cases.search.asked import Asked, Term

BEFORE, LETTERS, CHARACTERS = 40, 180, 90
STRETCH, OVERLAP = 400, 80

# A letter with the marks that change it: accents, and the half-width sound marks of kana.
_CLUSTER = re.compile(r"(?s:.)[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*")
# What may join the letter before it, and so make a text shorter: these marks, and the parts of hangul.
_JOINS = re.compile(r"[\u0300-\u036f\u3099\u309a\uff9e\uff9f\u1100-\u11ff\uffa0-\uffdc]")
_WORD = rf"[^\W_{words.CJK}]"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text; ``hit``: it is one of the words."""

    text: str
    hit: bool = False


class Marker:
    """Finds the words of one question in texts."""

    def __init__(self, asked: Asked) -> None:
        patterns = [*map(_pattern, asked.terms)]
        self._each = [re.compile(pattern) for pattern in patterns]
        self._any = re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None

    def marked(self, text: str) -> list[Part]:
        """The whole text, in parts."""
        if self._any is None:
            return [Part(text)] if text else []
        folded = words.fold(text)
        if not self._any.search(folded):
            return [Part(text)] if text else []
        folded, places = _placed(text, folded)
        parts: list[Part] = []
        done = 0
        for found in self._any.finditer(folded):
            first, last = places[found.start()], places[found.end()]
            if last > first:
                parts += [Part(text[done:first]), Part(text[first:last], hit=True)]
                done = last
        return [part for part in (*parts, Part(text[done:])) if part.text]

    def snippet(self, texts: Sequence[str]) -> list[Part]:
        """A line from the text in which most of the words stand, from around the first of them."""
        if not texts:
            return []
        text = " ".join(max(texts, key=self._holds).split())
        begin = max(0, self._near(text) - OVERLAP)
        stretch = text[begin : begin + 2 * STRETCH]
        return _cut(self.marked(stretch), opens=begin == 0, ends=begin + len(stretch) == len(text))

    def _holds(self, text: str) -> int:
        folded = words.fold(text)
        return sum(pattern.search(folded) is not None for pattern in self._each)

    def _near(self, text: str) -> int:
        """A place shortly before the first hit: letter by letter only the stretch is looked at that is shown."""
        if self._any is not None:
            for begin in range(0, len(text), STRETCH - OVERLAP):
                if self._any.search(words.fold(text[begin : begin + STRETCH])):
                    return begin
        return 0


def plain(parts: Iterable[Part]) -> str:
    """The parts as one text."""
    return "".join(part.text for part in parts)


def _pattern(term: Term) -> str:
    """The words of a term as they may stand in a folded text."""
    if number := words.NUMBER.fullmatch(words.fold(term.text)):
        return rf"(?<!{_WORD}){number[1]}[-/]?{number[2]}(?!{_WORD})"
    text = term.sought.run.strip() or term.sought.words[0]
    parts = [re.escape(part) for part in text.split()]
    first, last = words.is_run(text[0]), words.is_run(text[-1])
    begin, end = ("" if first else rf"(?<!{_WORD})"), ("" if last or term.begins else rf"(?!{_WORD})")
    return begin + r"[\W_]*".join(parts) + (rf"{_WORD}*" if term.begins else "") + end


def _placed(text: str, folded: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its places (and the end) the place in the text.

    Letters only become fewer where one of them joins another, so texts as long as before have kept their places.
    """
    if len(folded) == len(text) and not _JOINS.search(text):
        return folded, range(len(text) + 1)
    made: list[str] = []
    places: list[int] = []
    for found in _CLUSTER.finditer(text):
        letters = _letters(found[0])
        made.append(letters)
        places += [found.start()] * len(letters)
    return "".join(made), [*places, len(text)]


@lru_cache(maxsize=8192)
def _letters(cluster: str) -> str:
    return words.fold(cluster)


def _cut(parts: list[Part], *, opens: bool, ends: bool) -> list[Part]:
    """About two lines around the first hit; ``opens``, ``ends``: nothing stands before and behind the parts."""
    text = plain(parts)
    first = len(plain(parts[: next((at for at, part in enumerate(parts) if part.hit), 0)]))
    near = text[first : first + CHARACTERS]
    dense = words.run_length(near) > len(near) / 3
    begin = max(0, first - (BEFORE // 2 if dense else BEFORE))
    if begin and not dense:
        begin = text.rfind(" ", 0, begin) + 1
    end = begin + (CHARACTERS if dense else LETTERS)
    kept: list[Part] = [] if opens and not begin else [Part("… ")]
    place = 0
    for part in parts:
        shown = part.text[max(0, begin - place) : max(0, end - place)]
        place += len(part.text)
        if shown:
            kept.append(Part(shown, part.hit))
    return kept if ends and end >= len(text) else [*kept, Part(" …")]
