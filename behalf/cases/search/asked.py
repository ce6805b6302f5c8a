"""What somebody typed -> what is asked: words, "phrases", and filters as words. Plain Python.

Filters are known in English, Chinese and Japanese. What looks like a filter and is none is told (``Fault``), and its
words are looked for like all others.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from behalf.cases.search import words
from behalf.cases.search.words import Sought

MOST_TERMS = 20
LONGEST = 200
SHORTEST_BEGINNING = 2

FILTERS = ("is", "customer", "service", "severity", "assignee", "from", "has", "before", "after")
ME = "me"

_NAMES = {
    **{name: name for name in FILTERS},
    "状态": "is", "状態": "is", "客户": "customer", "顧客": "customer", "服务": "service", "サービス": "service",
    "严重性": "severity", "严重级别": "severity", "重大度": "severity", "负责人": "assignee", "担当者": "assignee",
    "担当": "assignee", "来自": "from", "差出人": "from", "含": "has", "添付": "has", "有": "has",
    "早于": "before", "以前": "before", "より前": "before",
    "自": "after", "晚于": "after", "以后": "after", "以降": "after",
    "owner": "assignee", "sev": "severity", "since": "after",
}  # fmt: skip
_VALUES = {
    "is": {
        "open": "open", "未结": "open", "未关闭": "open", "未完了": "open",
        "closed": "closed", "已关闭": "closed", "完了": "closed",
        "mine": "mine", "我的": "mine", "自分": "mine",
        "unassigned": "unassigned", "未分配": "unassigned", "担当者なし": "unassigned",
    },
    "severity": {"a": "A", "b": "B", "c": "C"},
    "has": {"attachment": "attachment", "file": "attachment", "附件": "attachment", "あり": "attachment",
            "添付ファイル": "attachment", "ファイル": "attachment"},
}  # fmt: skip
_MINE = {"me", "我", "自分", "私"}
_QUOTES = str.maketrans(dict.fromkeys("“”„「」『』＂", '"') | {"：": ":"})
_TOKEN = re.compile(r'(?:(?P<key>[^\W\d_]+):(?!//))?(?:"(?P<quoted>[^"]*)(?P<end>"?)|(?P<word>[^\s"]+))')
_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Term:
    """Something to find: as it was typed, and what that means; ``begins``: its last word is not yet complete."""

    text: str
    sought: Sought
    quoted: bool = False
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition: ``value`` in the words of the program, ``sought`` for those that are names, ``day`` for dates."""

    name: str
    value: str
    typed: str
    sought: tuple[Sought, ...] = ()
    day: date | None = None
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What could not be understood: a filter that is none, a value it does not take, or too much at once."""

    kind: Literal["unknown", "value", "many"]
    name: str = ""
    value: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, taken apart."""

    text: str
    terms: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.terms or self.filters)

    @property
    def together(self) -> str:
        """Several words as they were written, which stand first where they stand together; empty for one."""
        if len(self.terms) < 2 or any(term.quoted or term.begins for term in self.terms):
            return ""
        found = words.phrase(" ".join(term.text for term in self.terms))
        return found.run if found else ""

    def without(self, typed: str) -> str:
        """The question without one of its filters."""
        return " ".join(self.text.replace(typed, " ", 1).split())


def asked(text: str, *, typing: bool = False) -> Asked:
    """Take a question apart; ``typing``: its last word may go on."""
    shown = " ".join(text.split())[:LONGEST]
    ends = typing and not text[-1:].isspace()
    terms: list[Term] = []
    filters: list[Filter] = []
    faults: list[Fault] = []
    tokens = list(_TOKEN.finditer(unicodedata.normalize("NFKC", shown).translate(_QUOTES)))
    for token in tokens:
        last = ends and token is tokens[-1] and token["end"] != '"'
        _take(token, terms, filters, faults, goes_on=last)
    if len(terms) > MOST_TERMS:
        faults.append(Fault("many", value=str(MOST_TERMS)))
    return Asked(shown, tuple(terms[:MOST_TERMS]), tuple(filters), tuple(faults))


def _take(
    token: re.Match[str], terms: list[Term], filters: list[Filter], faults: list[Fault], *, goes_on: bool
) -> None:
    key, typed, quoted = token["key"] or "", token[0], token["word"] is None
    value = token["quoted"] if quoted else token["word"]
    if not key and value.endswith(":"):  # a filter of which nothing more is typed yet
        key, value = (value[:-1], "") if value[:-1].casefold() in _NAMES else ("", value)
    name = _NAMES.get(key.casefold())
    if name is not None:
        found = _filter(name, value, typed, goes_on=goes_on)
        if isinstance(found, Filter):
            filters.append(found)
        else:
            faults.append(found)
        return
    if key:
        faults.append(Fault("unknown", key, value, typed))
        terms += _terms(key, goes_on=False)
    if quoted:
        sought = words.phrase(value)
        terms += [Term(value, sought, quoted=True)] if sought else []
    else:
        terms += _terms(value, goes_on=goes_on)


def _terms(text: str, *, goes_on: bool) -> list[Term]:
    pieces = list(words.pieces(text))
    found = [Term(piece, each) for piece, each in zip(pieces, words.sought(text), strict=True)]
    starred = text.endswith("*")
    if found and (goes_on or starred) and _may_begin(found[-1].sought):
        found[-1] = Term(found[-1].text + ("*" if starred else ""), found[-1].sought, begins=True)
    return found


def _may_begin(sought: Sought) -> bool:
    """Whether a word is long enough to stand for all that begin with it; a run of CJK is found anywhere already."""
    word = sought.words[-1]
    if words.is_run(word) or sought.run or "@" in word:
        return False
    return len(word) >= (SHORTEST_BEGINNING + 1 if word.isdecimal() else SHORTEST_BEGINNING)


def _filter(name: str, value: str, typed: str, *, goes_on: bool) -> Filter | Fault:
    folded = words.fold(value).strip()
    if name in _VALUES:
        known = _VALUES[name].get(folded)
        return Filter(name, known, typed) if known else Fault("value", name, value, typed)
    if name in ("before", "after"):
        day = _day(folded)
        return Filter(name, day.isoformat(), typed, day=day) if day else Fault("value", name, value, typed)
    if name == "assignee" and folded in _MINE:
        return Filter(name, ME, typed)
    sought = tuple(words.sought(value))
    if not sought:
        return Fault("value", name, value, typed)
    return Filter(name, value, typed, sought, begins=goes_on and _may_begin(sought[-1]))


def _day(text: str) -> date | None:
    """A day, or the first one of a month or a year."""
    found = _DAY.fullmatch(text)
    if not found or not 1900 <= int(found[1]) < 3000:
        return None
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None
