"""With the keyboard alone, and without JavaScript: what must work for everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.conftest import Visit
from tests.site.running import Up

pytestmark = pytest.mark.journey


def test_the_keyboard_alone_finds_reads_and_answers(shared: Up, visit: Visit) -> None:
    agent = visit(shared, steps.AGENT)
    keys = agent.page.keyboard
    keys.press("?")
    expect(agent.page.locator("#shortcuts")).to_be_visible()
    keys.press("Escape")
    agent.key("g", "c")
    assert agent.path == "/cases/"
    keys.press("Control+K")
    keys.type("日本")
    expect(agent.page.locator("#palette [role=option]").filter(has_text=steps.SUBJECT)).to_be_visible()
    agent.key("Enter")
    agent.reads(steps.SUBJECT)
    keys.press("r")
    expect(agent.page.locator("textarea[name=body]")).to_be_focused()
    keys.type("李女士，我们正在核对。")
    for _stop in range(12):
        keys.press("Tab")
        if agent.page.evaluate("document.activeElement.matches('#write .btn-primary[data-kind=reply]')"):
            break
    agent.key("Enter")
    expect(agent.page.locator(".thread").get_by_text("李女士，我们正在核对。")).to_be_visible()


def test_without_javascript_a_case_is_read_and_answered(shared: Up, visit: Visit) -> None:
    agent = visit(shared, steps.AGENT, java_script_enabled=False)
    agent.press("Cases", within="nav.side")
    agent.follow(agent.page.get_by_role("link", name="共有メールボックスから送信できない"))
    agent.reads("先週までは送れていました", within="body")
    agent.page.locator("textarea[name=body]").fill("権限を確認しています。")
    agent.follow(agent.page.locator("#write .btn-primary[data-kind=reply]"))
    expect(agent.page.locator(".thread").get_by_text("権限を確認しています。")).to_be_visible()
