"""A CSV file says what was said, and calculates nothing."""

from __future__ import annotations

import csv
import io

import pytest

from behalf.web.spreadsheet import cell, csv_file


@pytest.mark.parametrize(
    "formula", ["=1+1", "+cmd|'/c calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "＠x"]
)
def test_what_a_spreadsheet_would_calculate_is_text(formula: str) -> None:
    assert cell(formula) == f"'{formula}"


@pytest.mark.parametrize("plain", ["陈思雨", "a=b", "SH-10482", ""])
def test_other_text_stays_as_it_is(plain: str) -> None:
    assert cell(plain) == plain


def test_the_file_reads_back() -> None:
    rows = [("when", "who"), ("2026-11-24", '陈 "思雨", 高橋'), (7, None)]
    answer = csv_file("journal", rows)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]  # we answer no async file
    assert list(csv.reader(io.StringIO(text))) == [["when", "who"], ["2026-11-24", '陈 "思雨", 高橋'], ["7", ""]]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="journal.csv"'
