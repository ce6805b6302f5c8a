"""A list as a CSV file that spreadsheets open as it is: their encoding, and no cell that they would calculate."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

# What a spreadsheet takes for a formula, also as full-width signs; a tab or a line break may hide one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BOM = "\ufeff"

Line = list[object]
Read = Callable[[int | None], tuple[list[Line], int | None]]


def csv_file(name: str, rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A download sent row by row; ``rows`` reads outside the page's transaction, so it opens its own."""
    answer = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.csv")
    answer.headers["Content-Disposition"] = disposition or "attachment"
    return answer


def paged(read: Read) -> Iterator[Line]:
    """The rows of a long list: ``read(before)`` answers some of them and the key of the next page, or None."""
    before: int | None = None
    while True:
        rows, before = read(before)
        yield from rows
        if before is None:
            return


def _lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield _BOM
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([cell(value) for value in row])
        yield line.getvalue()


def cell(value: object) -> object:
    """A cell's content; a text that would be calculated gets an apostrophe before it."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
