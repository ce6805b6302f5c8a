"""Text -> what it is found by: plain Python, so that case and question are taken apart alike.

Latin, Cyrillic and other spaced scripts give whole words. Chinese, Japanese and Korean have no spaces, so a run of them
gives each of its characters and each pair of neighbours: one and two characters are then found by themselves, and a
longer run by all of its pairs and a look at the text (``Sought.run``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

STOP = "·"
LONGEST = 32  # a longer word is known by its beginning

# Han with its marks, kana with the long sound, bopomofo, hangul; after NFKC there is no half-width form left.
CJK = (
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\u1100-\u11ff\ua960-\ua97c\uac00-\ud7fb\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{CJK}]+")
_PIECE = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+(?:[-._@+'/][^\W_{CJK}]+)*")
_PART = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"([-._@+'/])")
NUMBER = re.compile(r"([a-z]{1,6})[-/]?(\d{3,})")
_SIMPLE = re.compile("[\x00-\x7f\u3001-\u3002\u3041-\u3096\u30a1-\u30fa\u30fb-\u30fc\u4e00-\u9fff]*")  # bears no mark
_MARKS = re.compile(r"[\u0300-\u036f]+")


@dataclass(frozen=True, slots=True)
class Sought:
    """A term of a question: all of ``words`` must be there and, when ``run`` says so, this run of text."""

    words: tuple[str, ...]
    run: str = ""


def fold(text: str) -> str:
    """One way to write each letter: full and half width, capitals, ligatures and accents made one."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    if _SIMPLE.fullmatch(folded):
        return folded
    return unicodedata.normalize("NFKC", _MARKS.sub("", unicodedata.normalize("NFKD", folded)))


def plain(text: str) -> str:
    """The text as words and runs with one space between them and around, in which ``Sought.run`` is looked for.

    A stop between two words stays as a point, so that a phrase does not run over it.
    """
    folded, parts, end = fold(text), list[str](), 0
    for piece in _PIECE.finditer(folded):
        if parts and folded[end : piece.start()].strip():
            parts.append(STOP)
        parts += _written(piece[0])
        end = piece.end()
    return f" {' '.join(parts)} " if parts else ""


def words(text: str) -> set[str]:
    """Everything by which this text is found."""
    found: set[str] = set()
    for piece in pieces(text):
        found.update(_grams(piece) if is_run(piece) else _spellings(piece))
    return found


def number(text: str) -> set[str]:
    """What the number of a case is found by: ``SH-10482`` by ``sh10482`` and ``10482``."""
    found = NUMBER.fullmatch(fold(text).strip())
    return {f"{found[1]}{found[2]}", found[2]} if found else set()


def sought(text: str) -> list[Sought]:
    """The terms of a question, each of which must be found: words apart, each run of CJK as it is written."""
    return [_term(piece) for piece in pieces(text)]


def phrase(text: str) -> Sought | None:
    """The term for words in quotes: all of them, one after the other as written; None when there is no word."""
    run = plain(text).strip()
    parts = run.split()
    terms = [
        _term(part) if is_run(part) else Sought((part,))
        for part in parts
        if part != STOP and not _JOINT.fullmatch(part)
    ]
    if len(parts) < 2:
        return terms[0] if terms else None
    before, after = ("" if is_run(run[0]) else " "), ("" if is_run(run[-1]) else " ")
    return Sought(tuple(dict.fromkeys(word for term in terms for word in term.words)), f"{before}{run}{after}")


def pieces(text: str) -> Iterator[str]:
    """The runs of CJK, and what stands together otherwise: words, numbers, mail addresses."""
    return (found[0] for found in _PIECE.finditer(fold(text)))


def is_run(text: str) -> bool:
    """Whether it is Chinese, Japanese or Korean text without anything else."""
    return _RUN.fullmatch(text) is not None


def run_length(text: str) -> int:
    """How many letters of a text are Chinese, Japanese or Korean."""
    return sum(map(len, _RUN.findall(text)))


def _written(piece: str) -> list[str]:
    """The parts with what joins them, so that ``top-up`` is not ``top up`` to a phrase."""
    return [piece] if is_run(piece) else [part[:LONGEST] for part in _JOINT.split(piece) if part]


def _parts(piece: str) -> list[str]:
    return [piece] if is_run(piece) else [part[:LONGEST] for part in _PART.findall(piece)]


def _grams(run: str) -> set[str]:
    return {*run, *(run[at : at + 2] for at in range(len(run) - 1))}


def _spellings(piece: str) -> set[str]:
    """A word's parts, a mail address as a whole, and a number also without its letters or its hyphen."""
    found = set(_parts(piece))
    if "@" in piece:
        found.add(piece[: 2 * LONGEST])
    return found | number(piece)


def _term(piece: str) -> Sought:
    if is_run(piece):
        if len(piece) <= 2:
            return Sought((piece,))
        return Sought(tuple(dict.fromkeys(piece[at : at + 2] for at in range(len(piece) - 1))), piece)
    if "@" in piece:
        return Sought((piece[: 2 * LONGEST],))
    if found := NUMBER.fullmatch(piece):
        return Sought((f"{found[1]}{found[2]}",))
    parts = _parts(piece)  # those of ``D-U-N-S`` and ``10.0.0.1`` stand one after the other
    return Sought(tuple(dict.fromkeys(parts)), f" {' '.join(_written(piece))} " if len(parts) > 1 else "")
