"""A deadline explained: which promise it is, what counts for it, and what becomes of it when more is promised."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor
from tests.site.running import Up

pytestmark = pytest.mark.journey

WHY = "#case-side a.why"


def test_a_deadline_is_explained_and_moves_by_an_explicit_act_alone(own: Up, visit: Visit) -> None:
    agent = visit(own, steps.AGENT)
    open_one(agent)
    before = why(agent, "4 h")
    promise_more(visit(own, steps.OWNER), agent.path)
    assert why(agent, "4 h") == before
    put_it_under_what_is_promised_now(agent)
    assert why(agent, "1 h 30") != before


def open_one(agent: Visitor) -> None:
    """Severity B, whose documented promise is a word within four hours."""
    agent.go("/cases/open/?q=澄海")
    agent.page.get_by_role("link", name=steps.COMPANY).click()
    agent.page.fill("[name=subject]", "会议室日历不同步")
    agent.page.fill("[name=body]", "自今天早上起。")
    agent.page.check("input[name=kind][value=performance]")
    agent.page.check("input[name=severity][value=B]")
    agent.press("Open the case")
    expect(agent.page.locator(WHY)).to_be_visible()


def why(agent: Visitor, budget: str) -> str:
    """From the case to the reasons and back; by when a first word is owed."""
    agent.page.locator(WHY).click()
    agent.reads("Why this deadline?")
    first = agent.page.locator("section.sect").first
    expect(first.locator("h2")).to_have_text(agent.say("First response"))
    expect(first).to_contain_text(re.compile(rf"{budget}, "))
    expect(first.locator("table tbody tr").first).to_be_visible()
    due = first.locator("header .mute").inner_text()
    agent.press("Back to the case")
    expect(agent.page.locator(WHY)).to_be_visible()
    return due


def promise_more(owner: Visitor, case: str) -> None:
    """The agreement is a new version from now on; cases that are open keep theirs."""
    owner.go(case)
    owner.page.locator(WHY).click()
    owner.press("Show the agreement")
    owner.press("New version")
    owner.page.fill("[name=B_first]", "1:30")
    owner.page.fill("[name=why]", "The customer pays for it")
    owner.press("Submit")
    owner.reads("1 h 30")


def put_it_under_what_is_promised_now(agent: Visitor) -> None:
    """Said on the page of reasons, done on the case, with a reason that the customer reads."""
    agent.page.locator(WHY).click()
    agent.reads("Something else would be promised now.")
    agent.press("Put it under what is promised now…")
    agent.page.fill("#do [name=why]", "New contract")
    agent.press("Put it there", within="#do")
    expect(agent.page.locator("#case-talk, main").first).to_contain_text("New contract")
    expect(agent.page.locator("#do")).to_have_count(0)
