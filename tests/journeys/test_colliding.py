"""Two agents at one case: they see each other, neither answers past the other, and the list follows by itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys import steps
from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor
from tests.site.running import Up

pytestmark = pytest.mark.journey

FIRST, SECOND = "陈思雨", "沈岚"
HERS, HIS = "队列已清空，请确认。", "我们正在检查连接器。"


def test_two_agents_colliding(own: Up, visit: Visit) -> None:
    first, second, watching = visit(own, steps.AGENT), visit(own, steps.OWNER), visit(own, steps.OWNER)
    watching.go("/cases/?view=all")
    watching.page.evaluate("window.stayed = true")
    for agent in (first, second):
        agent.go("/cases/?view=all")
        agent.page.get_by_role("link", name=steps.SUBJECT).click()
    they_see_each_other(first, second, watching)
    one_answers_while_the_other_writes(first, second)
    the_other_is_told_and_sends_anyway(second)
    who_leaves_is_gone(first, second)
    the_list_follows(second, watching)


def they_see_each_other(first: Visitor, second: Visitor, watching: Visitor) -> None:
    """In the case, and in the list of whoever looks there."""
    first.reads("%(who)s is looking at this case", who=SECOND)
    second.reads("%(who)s is looking at this case", who=FIRST)
    expect(row(watching)).to_contain_text(FIRST)
    second.page.locator("#write-body").fill("我")
    first.reads("%(who)s is writing a reply", who=SECOND)


def one_answers_while_the_other_writes(first: Visitor, second: Visitor) -> None:
    """The thread of the second follows without a reload, and what is being written stays."""
    second.page.locator("#write-body").fill(HIS)
    first.page.locator("#write-body").fill(HERS)
    first.press("Send")
    second.reads(HERS, within="#case-live")
    expect(second.page.locator("#write-body")).to_have_value(HIS)


def the_other_is_told_and_sends_anyway(second: Visitor) -> None:
    """Stopped once, with what was said in between; the text is kept."""
    second.press("Send")
    second.reads("Somebody wrote while you did. Nothing was sent yet.", within="#interrupted")
    second.reads(HERS, within="#interrupted")
    expect(second.page.locator("#write-body")).to_have_value(HIS)
    second.does_not_read(HIS, within="#case-live")
    second.press("Edit", within="#interrupted")
    second.page.locator("#write-body").fill(f"{HIS}!")
    second.press("Send anyway", within="#interrupted")
    second.reads(f"{HIS}!", within="#case-live")


def the_list_follows(second: Visitor, watching: Visitor) -> None:
    """Rows change where they are; what would move others is announced, and shown when asked for; no page is loaded."""
    expect(row(watching)).to_contain_text(watching.say("next update"))
    steps.resolve(second, steps.SAID["en"])
    expect(row(watching)).to_contain_text(watching.say("close the loop"))
    expect(row(watching)).to_have_count(1)
    number = watching.page.locator("#case-views [aria-current] .count")
    before = number.inner_text()
    second.press("Customer agreed…")
    second.page.locator("#do [name=how]").fill("By phone")
    second.press("Close the loop", within="#do")
    expect(number).not_to_have_text(before)
    expect(row(watching)).to_have_count(1)
    watching.page.locator("#case-news button").click()
    expect(row(watching)).to_have_count(0)
    assert watching.page.evaluate("window.stayed") is True


def who_leaves_is_gone(first: Visitor, second: Visitor) -> None:
    """As soon as the page is closed."""
    second.reads("%(who)s is looking at this case", who=FIRST)
    first.go("/cases/")
    expect(second.page.locator("#case-present")).not_to_contain_text(FIRST)


def row(visitor: Visitor) -> Locator:
    """The case in somebody's list."""
    return visitor.page.locator("[data-row]", has_text=steps.SUBJECT)
