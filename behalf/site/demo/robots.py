"""Two chat groups of the desk of the tour: the shift in WeCom, and in DingTalk those who come for severity A."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from behalf.channels import actions as channels
from behalf.channels.models import Occasion, Robot
from behalf.site.demo.story import Story

ADMIN = "shen.lan@yunhui.example"
GROUPS: tuple[dict[str, Any], ...] = (
    {
        "provider": Robot.Provider.WECOM, "name": "支持值班群", "webhook": "demo-shift-0001", "language": "zh-hans",
        "occasions": [Occasion.OPENED_A, Occasion.UNASSIGNED, Occasion.BROKEN, Occasion.OPERATOR, Occasion.HANDOVER],
    },
    {
        "provider": Robot.Provider.DINGTALK, "name": "A 级响应", "webhook": "demo-critical-0001", "keyword": "云汇",
        "language": "en", "occasions": [Occasion.OPENED_A, Occasion.BROKEN], "severities": "A",
    },
)  # fmt: skip


def plan(story: Story) -> None:
    """Both were added a month ago."""
    for number, group in enumerate(GROUPS):
        story.plan(story.ago(days=30, hours=number), partial(_adds, story, group))


def _adds(story: Story, group: dict[str, Any], now: datetime) -> None:
    channels.keep_robot(story.person(ADMIN), now=now, **group)
