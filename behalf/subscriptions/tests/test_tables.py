"""Reading what Partner Center and spreadsheets export."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from behalf.identity.words import ADMINS, AGENTS
from behalf.kit.errors import Invalid
from behalf.subscriptions import tables

ENGLISH = (
    "Microsoft ID,Company name,Primary domain name,Relationship\n1f,成都锦程旅行社,jincheng-travel.cn,Cloud reseller\n"
)
CHINESE = "Microsoft ID,公司名称,主域名,关系,标签\n1f,成都锦程旅行社,jincheng-travel.cn,云经销商,\n"


@pytest.mark.parametrize("text", [ENGLISH, CHINESE, CHINESE.replace(",", ";"), CHINESE.replace(",", "\t")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_headers_in_both_languages_and_every_encoding(text: str, encoding: str) -> None:
    read, _found = tables.decode(text.encode(encoding))
    (line,) = tables.lines(read, "customers")
    assert line.number == 2
    assert line.values == {"external_id": "1f", "company": "成都锦程旅行社", "domain": "jincheng-travel.cn"}


def test_quoted_cells_hold_delimiters_and_breaks() -> None:
    text = 'Company name,Domain name\r\n"Lakes, Hills\r\nand Sons",lakes.cn\r\n\r\n'
    (line,) = tables.lines(text, "customers")
    assert line.values["company"] == "Lakes, Hills\r\nand Sons"


@pytest.mark.parametrize("raw", [b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff\xfe\x00", b"\xff\xff\xff"])
def test_what_is_no_text_is_refused(raw: bytes) -> None:
    with pytest.raises(Invalid):
        tables.decode(raw)


def test_missing_columns_are_named() -> None:
    with pytest.raises(Invalid, match="Primary domain name"):
        tables.lines("Company name\nA\n", "customers")


def test_headers_alone_are_said_to_be_alone() -> None:
    with pytest.raises(Invalid, match="no line below"):
        tables.lines(ENGLISH.splitlines()[0] + "\n\n", "customers")


def test_an_empty_file_is_said_to_be_empty() -> None:
    with pytest.raises(Invalid):
        tables.lines(" \n\n", "people")


@pytest.mark.parametrize(
    "text", ["2026-03-31", "2026/3/31", "2026年3月31日", "3/31/2026 12:00:00 AM", "2026-03-31T00:00:00Z"]
)
def test_dates_as_they_are_written(text: str) -> None:
    assert tables.day(text) == date(2026, 3, 31)


@pytest.mark.parametrize(("text", "seats"), [("25", 25), ("1,200", 1200), (" 25.0 ", 25)])
def test_seats_as_they_are_written(text: str, seats: int) -> None:
    assert tables.whole(text) == seats


def test_what_is_no_number_is_refused() -> None:
    for text in ("", "-3", "viele", "2.5"):
        with pytest.raises(Invalid):
            tables.whole(text)


@pytest.mark.parametrize(("language", "word"), [("en", "Quantity"), ("zh-hans", "数量"), ("ja", "ライセンス数")])
def test_columns_are_shown_as_the_readers_exports_head_them(language: str, word: str) -> None:
    with translation.override(language):
        assert (word, True) in tables.headers("subscriptions")
        for kind in tables.HEADERS:
            shown = [name for name, _needed in tables.headers(kind)]
            assert all(name.isascii() == (language == "en") for name in shown), shown


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja"])
def test_roles_are_read_as_our_own_pages_call_them(language: str) -> None:
    roles = tables.WORDS["roles"]
    with translation.override(language):
        for setting, labels in {"agent": AGENTS, "admin": ADMINS}.items():
            for value, (label, _what_it_gives) in labels.items():
                names = roles["none"]["none"] if value == "none" else roles[setting][value]
                assert tables.is_one_of(str(label), names), label


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja"])
@pytest.mark.parametrize(("state", "label"), [("active", "Active"), ("suspended", "Suspended"), ("ended", "Deleted")])
def test_states_are_read_as_our_own_pages_call_them(language: str, state: str, label: str) -> None:
    with translation.override(language):
        assert tables.is_one_of(translation.gettext(label), tables.WORDS["status"][state])
