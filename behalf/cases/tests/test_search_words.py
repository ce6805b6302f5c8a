"""How text is taken apart, so that what stands in a case is found by what somebody types."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from behalf.cases.search import words
from behalf.cases.search.asked import Fault, asked
from behalf.cases.search.snippets import Marker, plain

CJK = st.text(
    st.sampled_from("邮件延迟收不到発注書のメールサーバー亜ガーｶﾞ한글검색々〆𠮷一二三箱从今天上午开始"),
    min_size=1,
    max_size=30,
)
ANY = st.text(max_size=60)


def holds(text: str, question: str) -> bool:
    """Whether the index would answer the question with this text."""
    found, plain = words.words(text), words.plain(text)
    terms = [term.sought for term in asked(question).terms]
    return all(set(term.words) <= found and term.run in plain for term in terms)


@given(CJK, st.data())
def test_any_part_of_a_run_is_found(text: str, data: st.DataObject) -> None:
    folded = words.fold(text)
    first = data.draw(st.integers(0, len(folded) - 1))
    last = data.draw(st.integers(first + 1, len(folded)))
    assert holds(text, folded[first:last])
    assert holds(f"see {text}, please", folded[first:last])


@given(ANY)
def test_a_text_is_found_by_itself_however_its_letters_are_written(text: str) -> None:
    assume(":" not in words.fold(text) and '"' not in words.fold(text))
    plain = words.plain(text)
    assume(len(plain.split()) <= 20 and len(text) <= 60)
    assert holds(text, plain)
    assert holds(text, plain.upper()) or words.plain(plain.upper()) != plain
    if sought := words.phrase(text):
        assert sought.run in plain


@given(ANY)
def test_taking_apart_never_fails_and_never_loses_its_bounds(text: str) -> None:
    assert all(0 < len(word) <= 2 * words.LONGEST and " " not in word for word in words.words(text))
    found = asked(text, typing=True)
    assert len(found.terms) <= 20


@given(CJK.filter(lambda text: len(set(words.fold(text))) > 1))
def test_what_does_not_stand_together_is_not_found_as_one(text: str) -> None:
    folded = words.fold(text)
    assume(folded[::-1] not in folded)
    assert not holds(folded, folded[::-1]) or len(folded) < 2


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Ｏｕｔｌｏｏｋ ﾒｰﾙ", "outlook メール"),
        ("Outlook邮件箱", "OUTLOOK 邮件"),
        ("Straße", "STRASSE"),
        ("café", "cafe"),
        ("write to it@lakeside.example", "it@lakeside.example"),
        ("write to it@lakeside.example", "lakeside"),
        ("see SH-10482", "sh10482"),
        ("see SH10482", "SH-10482"),
        ("see SH-10482", "10482"),
        ("error 0x80070005 on 10.0.0.1", "10.0.0.1"),
        ("D-U-N-S", "d-u-n-s"),
        ("the exchange rate fell", '"exchange rate"'),
        ("auto top-up", '"auto top"'),
        ("auto top-up", "top up"),
        ("auto top-up", '"top-up"'),
        ("邮件 延迟", "“邮件 延迟”"),
        ("邮件、延迟", "邮件 延迟"),
        ("邮件、延迟", "“邮件、延迟！”"),
    ],
)
def test_found(text: str, question: str) -> None:
    assert holds(text, question)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("mailbox", "mail"),
        ("the rate of exchange", '"exchange rate"'),
        ("a top-up", '"top up"'),
        ("no refund. Fee is", '"refund fee"'),
        ("10.0.1.0", "10.0.0.1"),
        ("延迟邮件", "邮件延迟"),
        ("邮件 件延 延迟", "邮件延迟"),
    ],
)
def test_not_found(text: str, question: str) -> None:
    assert not holds(text, question)


def test_the_number_of_a_case() -> None:
    assert words.number("SH-10482") == words.number("ｓｈ10482") == {"sh10482", "10482"}


@given(st.text(st.sampled_from("aßﬁé\u0301ｶﾞメ邮件ｱİ한ㄱ ᄀ"), max_size=20), st.text(max_size=20))
def test_marks_change_no_text_and_stand_where_the_word_does(before: str, after: str) -> None:
    text = f"{before} zebra {after}"
    parts = Marker(asked("zebra")).marked(text)
    assert plain(parts) == text
    assert "zebra" in [part.text for part in parts if part.hit]


# --- What is asked ---------------------------------------------------------------------------------------------------


def test_filters_are_words_in_three_languages() -> None:
    for text in ("is:open severity:a mail", "状态:未关闭 严重性：A mail", "状態:未完了 重大度:A mail"):
        found = asked(text)
        assert [(each.name, each.value) for each in found.filters] == [("is", "open"), ("severity", "A")]
        assert [term.text for term in found.terms] == ["mail"]
        assert found.faults == ()


def test_a_filter_takes_several_words_in_quotes() -> None:
    found = asked('customer:"Lakeside Robotics" from:李 before:2026-10 after:2026/9/3')
    assert [each.value for each in found.filters[:2]] == ["Lakeside Robotics", "李"]
    assert [each.day for each in found.filters[2:]] == [date(2026, 10, 1), date(2026, 9, 3)]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("colour:red", "unknown", "colour"),
        ("severity:Z", "value", "severity"),
        ("is:lost", "value", "is"),
        ("before:soon", "value", "before"),
        ("after:2026-02-31", "value", "after"),
        ("customer:", "value", "customer"),
        (" ".join(f"word{n}" for n in range(25)), "many", ""),
    ],
)
def test_what_is_not_understood_is_told(text: str, kind: str, name: str) -> None:
    faults: tuple[Fault, ...] = asked(text).faults
    assert [(fault.kind, fault.name) for fault in faults] == [(kind, name)]


def test_an_unknown_filter_is_looked_for_as_words() -> None:
    assert [term.text for term in asked("error:0x80070005").terms] == ["error", "0x80070005"]


def test_an_address_or_a_time_is_no_filter() -> None:
    found = asked("https://lakeside.example/path 12:30")
    assert found.faults == ()
    assert [term.text for term in found.terms] == ["https", "lakeside.example/path", "12", "30"]


def test_the_last_word_may_go_on_while_it_is_typed() -> None:
    assert [term.begins for term in asked("mail del", typing=True).terms] == [False, True]
    assert [term.begins for term in asked("mail del ", typing=True).terms] == [False, False]
    assert [term.begins for term in asked("邮件 延", typing=True).terms] == [False, False]
    assert [term.begins for term in asked("del*").terms] == [True]
    assert [term.begins for term in asked("d", typing=True).terms] == [False]


def test_a_question_without_one_of_its_filters() -> None:
    found = asked("mail is:open customer:云汇 延迟")
    assert found.without(found.filters[0].typed) == "mail customer:云汇 延迟"
