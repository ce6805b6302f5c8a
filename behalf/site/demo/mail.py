"""Mail that came to the desk of the tour today: one that waits for a human, and one that a machine wrote."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from behalf.channels import actions as channels
from behalf.kit.actor import system
from behalf.site.demo.story import Story

DESK, TO = "SH", "support@yunhui.example"

STRANGER = """From: =?utf-8?B?6ZmI5bu65Zu9?= <chen.jianguo@hengtong-logistics.example>
To: support@yunhui.example
Subject: =?utf-8?B?5oOz5LqG6KejIE9mZmljZSAzNjUg55qE5LyB5Lia5pa55qGI?=
Message-ID: <20261122.1@hengtong-logistics.example>
Content-Type: text/html; charset=utf-8

<p>您好，</p><p>我们公司约有 <b>60 名员工</b>，想了解企业方案和迁移的步骤。</p>
<p><img src="https://track.hengtong-logistics.example/open.gif" alt="">陈建国<br>恒通物流</p>
"""
ABSENT = """From: Lin Wei <lin.wei@lakeside-robotics.example>
To: support@yunhui.example
Subject: Automatic reply: your request
Message-ID: <20261122.2@lakeside-robotics.example>
Auto-Submitted: auto-replied
Content-Type: text/plain; charset=utf-8

I am away until Thursday.
"""


def plan(story: Story) -> None:
    """Plan both, shortly before the end."""
    for hours, raw in ((2.4, ABSENT), (1.1, STRANGER)):
        story.plan(story.ago(hours=hours), partial(_arrives, story, raw))


def _arrives(story: Story, raw: str, now: datetime) -> None:
    desk = system("reseller", story.known.resellers[DESK])
    channels.receive(desk, raw.encode(), address=TO, envelope_from="", came_by="smtp", now=now)
