"""An entry's fields and codes are read in the reader's language, its names and texts as they are kept."""

from __future__ import annotations

import pytest
from django.utils import translation

from behalf.audit import fields, values


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("seats", "25", ("席位", "25")),
        ("status", "in_progress", ("状态", "处理中")),
        ("reason", "non_payment", ("原因", "未付款")),
        ("premium", "true", ("高级支持协议", "是")),
        ("subject", "normal", ("主题", "normal")),
        ("Exchange Online", "degradation", ("Exchange Online", "性能下降")),
        ("DefaultSharingLinkType", "Direct", ("DefaultSharingLinkType", "Direct")),
    ],
)
def test_a_line_of_a_change_is_read_in_words(key: str, value: str, line: tuple[str, str]) -> None:
    with translation.override("zh-hans"):
        assert (fields.named(key), values.said(key, value)) == line
