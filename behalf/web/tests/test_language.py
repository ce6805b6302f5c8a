from __future__ import annotations

import pytest

from behalf.web import language


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("苏州澄海生物科技有限公司", "zh-Hans"),
        ("发往日本的邮件延迟两小时以上", "zh-Hans"),
        ("Teams 会议录制无法保存", "zh-Hans"),
        ("みなと物流（上海）有限公司", "ja"),
        ("株式会社山手", "ja"),
        ("佐藤 美咲", "ja"),
        ("陈思雨", "zh-Hans"),
        ("Kestrel Instruments (Suzhou) Ltd", "en"),
        ("", "en"),
    ],
)
def test_a_name_tells_its_language(text: str, tag: str) -> None:
    assert language.lang_of(text) == tag


@pytest.mark.parametrize(
    ("text", "letters"), [("陈思雨", "陈"), ("佐藤 美咲", "佐"), ("Daniel Reyes", "DR"), ("Alice", "A"), ("  ", "?")]
)
def test_a_face_shows_what_people_recognise(text: str, letters: str) -> None:
    assert language.initial(text) == letters


def test_names_and_messages_are_escaped() -> None:
    assert language.name("<b>") == '<span lang="en">&lt;b&gt;</span>'
    assert language.prose("one\ntwo <i>\r\n\r\n三") == ('<p lang="en">one<br>two &lt;i&gt;</p><p lang="zh-Hans">三</p>')
