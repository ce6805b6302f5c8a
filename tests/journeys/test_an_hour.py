"""An agent's hour: a case is taken, answered with a macro, split, merged and unmerged, and several at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor
from tests.site.running import Up

pytestmark = pytest.mark.journey

SECOND = "日本邮件延迟，还有打印机"


def test_an_agents_hour(own: Up, visit: Visit) -> None:
    agent = visit(own, steps.AGENT)
    keep_a_macro(agent)
    number = open_another_case(agent)
    answer_with_the_macro(agent)
    split_the_printer_off(agent, number)
    merge_and_undo(agent, number)
    act_on_several(agent)


def keep_a_macro(agent: Visitor) -> None:
    """For the whole desk: a text with places, which also hands the case to the customer."""
    agent.go("/cases/blocks/")
    agent.page.fill("#keep [name=name]", "Ask for an example")
    agent.page.fill("#keep [name=body]", "{{contact}}, 请发一封受影响的邮件。 {{number}}")
    agent.page.select_option("#keep [name=then]", "wait")
    agent.page.fill("#keep [name=tag]", "example")
    agent.press("Keep it")
    agent.reads("Ask for an example")


def open_another_case(agent: Visitor) -> str:
    """A second case of the same customer, which looks like the first."""
    agent.go("/cases/open/?q=澄海")
    agent.follow(agent.page.get_by_role("link", name=steps.COMPANY))
    agent.page.fill("[name=subject]", SECOND)
    agent.page.fill("[name=body]", "The printer does not scan to mail, either.")
    agent.page.check("input[name=kind][value=performance]")
    agent.press("Open the case")
    number = agent.page.locator("#case-head .num").first.inner_text()
    assert re.fullmatch(r"SH-\d+", number)
    return number


def answer_with_the_macro(agent: Visitor) -> None:
    """T takes the case; B opens the text blocks, Enter puts the first in."""
    agent.key("t")
    agent.reads("%(by)s took the case", by="陈思雨")
    agent.page.keyboard.press("b")
    chosen = agent.page.locator("#pick-blocks [data-insert]").first
    expect(chosen).to_be_focused()
    agent.page.keyboard.press("Enter")
    body = agent.page.locator("textarea[name=body]")
    expect(body).to_be_focused()
    expect(body).to_have_value(re.compile("请发一封受影响的邮件。 SH-"))
    agent.key("Control+Enter")
    agent.reads("Waiting for the customer", within="#case-side")
    agent.reads("example", within="#case-side")


def split_the_printer_off(agent: Visitor, number: str) -> None:
    """One problem per case."""
    agent.key("x")
    agent.page.check("input[name=messages] >> nth=0")
    agent.page.fill("[name=subject]", "打印机无法扫描到邮件")
    agent.press("Split it off")
    agent.reads("%(by)s split this case off from %(number)s", by="陈思雨", number=number)
    agent.follow(agent.page.locator("#case-side").get_by_role("link", name=SECOND))
    expect(agent.page.locator("#case-head .num").first).to_have_text(number)


def merge_and_undo(agent: Visitor, number: str) -> None:
    """The other case is offered, for it looks the same; the merge is undone on the survivor."""
    agent.key("j")
    agent.page.locator("label", has_text=steps.SUBJECT).click()
    agent.press("Merge")
    agent.reads("%(by)s merged %(number)s into this case: %(subject)s", by="陈思雨", number=number, subject=SECOND)
    agent.press("Undo the merge")
    agent.reads("The merge is undone.", within="body")
    agent.reads(SECOND)


def act_on_several(agent: Visitor) -> None:
    """J and X pick in the queue; what will be done is shown first, then what came of each."""
    agent.go("/cases/?view=all")
    for key in ("j", "x", "j", "x"):
        agent.page.keyboard.press(key)
    expect(agent.page.locator("#bulk [data-count]")).to_have_text("2")
    agent.press("Severity…")
    agent.page.check("input[name=severity][value=B]")
    agent.page.fill("[name=why]", "Both wait for the same")
    agent.press("Change it")
    agent.reads("All %(count)d are done.", count=2)
