"""A tab that stays open: what was sent does not come back, what was not does, and what is over is said once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from behalf.site.demo.words import PASSWORD
from tests.journeys import steps
from tests.journeys.conftest import Visit
from tests.site.running import Up

pytestmark = pytest.mark.journey

DRAFTS = "Object.keys(sessionStorage).filter((key) => key.startsWith('draft:'))"


def drafts(page: Page) -> list[str]:
    return list(page.evaluate(DRAFTS))


def test_what_was_sent_is_no_draft_any_more_and_what_was_refused_still_is(own: Up, visit: Visit) -> None:
    customer = visit(own, steps.CUSTOMER)
    customer.go("/portal/cases/open/")
    customer.page.fill("textarea[name=body]", "The printers in the hall.")
    customer.page.fill("input[name=subject]", " ")
    customer.page.evaluate("document.querySelector('form[data-draft=open]').noValidate = true")
    customer.page.locator("form[data-draft=open] .btn-primary").click()
    expect(customer.page.locator("[aria-invalid=true]").first).to_be_visible()
    assert drafts(customer.page), "what was refused is lost when the tab is closed"
    customer.page.fill("input[name=subject]", "Printers")
    customer.page.locator("form[data-draft=open] .btn-primary").click()
    expect(customer.page.locator("#case-live")).to_be_visible()
    assert drafts(customer.page) == []


def test_a_page_whose_session_is_over_says_so_once_asks_no_more_and_leads_back(own: Up, visit: Visit) -> None:
    agent = visit(own, steps.AGENT)
    agent.page.clock.install()
    agent.press("Cases", within="nav.side")
    agent.page.locator("a.title").first.click()
    agent.page.fill("#write textarea[name=body]", "Half a sentence")
    here, asked = agent.page.url, list[str]()
    agent.page.on("request", lambda request: asked.append(request.url) if "/live/" in request.url else None)
    agent.page.context.clear_cookies()
    door = agent.page.locator("#toasts a[data-door]")
    with agent.page.expect_response("**/live/**"):
        agent.page.clock.run_for(31_000)
    expect(door).to_be_visible()
    agent.page.clock.run_for(120_000)
    assert len(asked) == 1, "it asks on, to be refused again"
    expect(agent.page.locator("#write textarea[name=body]")).to_have_value("Half a sentence")
    expect(door).to_be_visible()
    door.click()
    agent.page.fill("input[name=login]", steps.AGENT)
    agent.page.fill("input[name=password]", PASSWORD)
    agent.page.press("input[name=password]", "Enter")
    agent.page.wait_for_url(here.split("#")[0].split("?")[0] + "**")
    expect(agent.page.locator("#write textarea[name=body]")).to_have_value("Half a sentence")
