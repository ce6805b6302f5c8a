"""An entry's fields and codes are read in the reader's language, its names and texts as they are kept."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from django.utils.html import strip_tags

from behalf.audit import fields, values
from behalf.audit.queries import Names

NAMES: Names = {"azure": "由世纪互联运营的 Azure", "Azure operated by 21Vianet": "由世纪互联运营的 Azure"}


def _read(key: str, value: object) -> tuple[str, str]:
    with translation.override("zh-hans"), timezone.override(ZoneInfo("Asia/Shanghai")):
        return fields.named(key, NAMES), strip_tags(values.said(key, value, NAMES))


@pytest.mark.parametrize(
    ("key", "value", "line"),
    [
        ("seats", 25, ("席位", "25")),
        ("status", "in_progress", ("状态", "处理中")),
        ("reason", "non_payment", ("原因", "未付款")),
        ("premium", True, ("高级支持协议", "是")),
        ("how", ["password"], ("方式", "密码")),
        ("subject", "normal", ("主题", "normal")),
        ("Exchange Online", "degradation", ("Exchange Online", "性能下降")),
        ("Azure operated by 21Vianet", "normal", ("由世纪互联运营的 Azure", "正常")),
        ("service", "azure", ("服务", "由世纪互联运营的 Azure")),
        ("subject", "azure", ("主题", "azure")),
        ("number", "SH-10482", ("编号", "SH-10482")),
        ("version", 2, ("版本", "2")),
        ("promise", "update", ("承诺", "下次更新")),
        ("topic", "technical", ("问题类型", "技术")),
        ("role", "informed", ("角色", "知悉")),
        ("outcome", "held", ("结果", "保留")),
        ("DefaultSharingLinkType", "Direct", ("DefaultSharingLinkType", "Direct")),
    ],
)
def test_a_line_of_a_change_is_read_in_words(key: str, value: object, line: tuple[str, str]) -> None:
    assert _read(key, value) == line


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("ends_at", "2024-11-22T19:10:58.018201+00:00", "2024年11月23日 周六 03:10"),
        ("delete_at", "2024-11-22T19:10:58Z", "2024年11月23日 周六 03:10"),
        ("act_by", "2024-11-22", "2024年11月22日"),
        ("act_by", "2024-13-45", "2024-13-45"),
        ("text", "2024-11-22T19:10:58+00:00", "2024-11-22T19:10:58+00:00"),
    ],
)
def test_an_instant_is_read_on_the_readers_clock(key: str, value: str, shown: str) -> None:
    assert _read(key, value)[1] == shown
