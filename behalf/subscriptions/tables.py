"""Reading an exported table: encoding, delimiter and headers, as Partner Center and spreadsheets write them."""

from __future__ import annotations

import codecs
import csv
import io
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from behalf.kit.errors import Invalid

MOST_LINES = 5000
MOST_DIGITS = 9  # of a number of seats

WORDS = tomllib.loads(files("behalf.subscriptions").joinpath("words.toml").read_text("utf-8"))
HEADERS: Mapping[str, Mapping[str, list[str]]] = WORDS["headers"]

REQUIRED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "customers": (("company",), ("domain",)),
    "subscriptions": (("offer",), ("seats",), ("customer_id", "domain", "company")),
    "people": (("name",), ("email",)),
}

DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%m/%d/%Y")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table, with its number in the file and the values by our names."""

    number: int
    values: dict[str, str]


def decode(raw: bytes) -> tuple[str, str]:
    """The file's text and its encoding: UTF-8 with or without its mark, UTF-16 with its mark, else GB18030."""
    marked = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    raise Invalid(_("This is not a text file in UTF-8, UTF-16 or GB18030. Save the table as CSV and try again."))


def lines(text: str, kind: str) -> list[Line]:
    """The lines of a table of this kind; Invalid when it is not one."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error:
        raise Invalid(_("This is not a table. Save it as CSV and try again.")) from None
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]
    if not filled:
        raise Invalid(_("The file is empty."))
    fields = _fields(filled[0][1], kind)
    if len(filled) == 1:
        raise Invalid(_("The file has headers and no line below them."))
    if len(filled) - 1 > MOST_LINES:
        raise Invalid(_("The file has more than %(most)s lines. Split it.") % {"most": MOST_LINES})
    return [
        Line(number, {field: row[place].strip() if place < len(row) else "" for place, field in fields.items()})
        for number, row in filled[1:]
    ]


def headers(kind: str) -> list[tuple[str, bool]]:
    """The columns of a kind as the reader's exports head them, each with whether a file must have it."""
    alone = {any_of[0] for any_of in REQUIRED[kind] if len(any_of) == 1}
    return [(_header(names), field in alone) for field, names in HEADERS[kind].items()]


def _header(names: list[str]) -> str:
    match get_language():
        case "zh-hans":
            return next(name for name in names if not name.isascii())
        case "ja":
            return names[-1]
        case _:
            return names[0]


def day(text: str) -> date | None:
    """A date as exports write it, with or without a time behind it; None for an empty one."""
    begun = text.strip().split("T")[0].split(" ")[0]
    if not begun:
        return None
    for pattern in DATES:
        try:
            return datetime.strptime(begun, pattern).date()  # noqa: DTZ007  (a calendar day has no zone)
        except ValueError:
            continue
    raise Invalid(_("“%(text)s” is not a date, such as 2026-03-31.") % {"text": text})


def whole(text: str) -> int:
    """A number of seats, with or without separators."""
    digits = text.replace(",", "").replace("，", "").strip().removesuffix(".0")
    if not digits.isdecimal() or len(digits) > MOST_DIGITS:
        raise Invalid(_("“%(text)s” is not a number of seats.") % {"text": text[:40]})
    return int(digits)


def is_one_of(text: str, known: Iterable[str]) -> bool:
    """Whether this is one of some known words, however it is written."""
    return plain(text) in {plain(word) for word in known}


def plain(text: str) -> str:
    """A word without what people write differently: case, spaces, hyphens, underscores, quotes."""
    return "".join(text.casefold().replace("_", "").replace("-", "").split()).strip("\ufeff\"'")


def _fields(header: list[str], kind: str) -> dict[int, str]:
    known = {plain(name): field for field, names in HEADERS[kind].items() for name in names}
    found: dict[int, str] = {}
    for place, name in enumerate(header):
        field = known.get(plain(name))
        if field and field not in found.values():
            found[place] = field
    lacking = [any_of[0] for any_of in REQUIRED[kind] if not set(any_of) & set(found.values())]
    if lacking:
        columns = ", ".join(_header(HEADERS[kind][field]) for field in lacking)
        raise Invalid(_("These columns are missing: %(columns)s.") % {"columns": columns})
    return found


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=first.count)
