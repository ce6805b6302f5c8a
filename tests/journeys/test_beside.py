"""What happens beside a page that stays open: another tab, a deactivation, a sign-in that ends, a refusal."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from behalf.site.demo.words import PASSWORD
from tests.journeys import steps
from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor
from tests.site.running import Up

pytestmark = pytest.mark.journey

OTHER, OTHERS_ADMIN = "みなと物流（上海）有限公司", "inoue.shota@minato-logi.example"
REASONS = {steps.COMPANY: "邮件外发排查", OTHER: "季度检查"}
SETTINGS = {steps.COMPANY: steps.FORWARDING, OTHER: "Outside recipients per mailbox and hour"}
VERIFIED = "/audit/?what=administration.correction_verified"


def _begin(tab: Visitor, company: str) -> None:
    tab.go("/customers/")
    tab.page.get_by_label(tab.say("Company or domain name")).fill(company)
    tab.key("Enter")
    tab.follow(tab.page.get_by_role("link", name=company))
    tab.press("Service management", within="body")
    tab.press("Administer %(name)s", name=steps.MAIL)
    tab.page.get_by_role("textbox").first.fill(REASONS[company])
    tab.press("Begin")
    _stands_for(tab, company)


def _stands_for(tab: Visitor, company: str) -> None:
    """The bar and the customer in hand are this one's, and no other is named."""
    (other,) = set(REASONS) - {company}
    expect(tab.page.locator(steps.BAR)).to_have_count(1)
    expect(tab.page.locator(steps.BAR)).to_contain_text(company)
    expect(tab.page.locator(steps.BAR)).to_contain_text(REASONS[company])
    expect(tab.page.locator(".context")).to_contain_text(company)
    expect(tab.page.locator("body")).not_to_contain_text(other)


def _show_the_difference(tab: Visitor, company: str) -> None:
    tab.press("Correct: %(setting)s", setting=tab.say(SETTINGS[company]))
    tab.reads("Shown")
    for told in tab.page.get_by_role("checkbox").all():
        told.check()


def test_two_customers_in_two_tabs_stay_apart(own: Up, visit: Visit) -> None:
    first = visit(own, steps.AGENT, language="zh-hans")
    second = first.beside()
    tabs = {steps.COMPANY: first, OTHER: second}
    for company, tab in tabs.items():
        _begin(tab, company)
    for company, tab in tabs.items():
        _show_the_difference(tab, company)
    for company, tab in tabs.items():
        tab.press("Write and read back")
        tab.reads("Verified")
        _stands_for(tab, company)
    first.press("End session", within="body")
    expect(first.page.locator(steps.BAR)).to_have_count(0)
    second.page.reload()
    _stands_for(second, OTHER)

    owner = visit(own, steps.OWNER, language="zh-hans")
    owner.go(VERIFIED)
    for company in tabs:
        entry = owner.page.locator("main .rows > li").filter(has_text=REASONS[company])
        expect(entry).to_have_count(1)
        expect(entry).to_contain_text(company)
        expect(entry).to_contain_text(owner.say(SETTINGS[company]))
    for email, company in ((steps.CUSTOMER, steps.COMPANY), (OTHERS_ADMIN, OTHER)):
        customer = visit(own, email, language="zh-hans")
        (other,) = set(REASONS) - {company}
        for path in ("/portal/audit/", "/partners/record/"):
            customer.go(path)
            customer.reads(REASONS[company])
            expect(customer.page.locator("main")).to_contain_text(customer.say(SETTINGS[company]))
            customer.does_not_read(REASONS[other])


def test_who_is_deactivated_while_at_work_writes_nothing_and_is_told(own: Up, visit: Visit) -> None:
    agent = visit(own, steps.AGENT, language="zh-hans")
    _begin(agent, steps.COMPANY)
    _show_the_difference(agent, steps.COMPANY)
    owner = visit(own, steps.OWNER, language="zh-hans")
    owner.press("User management", within="nav.side")
    owner.follow(owner.page.get_by_role("link", name="陈思雨"))
    owner.page.locator("form[action$='/deactivate/'] input[name=why]").fill("离职")
    owner.press("Deactivate")
    owner.reads("Deactivated")

    agent.press("Write and read back")
    agent.page.wait_for_url("**/accounts/login/**")
    agent.reads("You are not signed in any more, so nothing was sent. Sign in to go on.")
    owner.go("/audit/?what=administration.correction_planned")
    owner.does_not_read(REASONS[steps.COMPANY])
    owner.go("/audit/?what=administration.session_ended")
    owner.reads(REASONS[steps.COMPANY])
    customer = visit(own, steps.CUSTOMER, language="zh-hans")
    customer.go("/partners/record/")
    customer.reads("The session ended: the agent was deactivated")


def test_a_page_left_open_leads_to_the_door_and_back_with_what_was_typed(shared: Up, visit: Visit) -> None:
    agent = visit(shared, steps.AGENT)
    steps.open_the_case(agent)
    case = agent.path
    agent.page.locator("#write textarea[name=body]").fill("half a sentence")
    agent.page.context.clear_cookies(name="behalf")
    agent.page.locator("#case-live").dispatch_event("look")  # as it does by itself, now and then
    agent.follow(agent.page.locator("#toasts a[data-door]"))
    agent.page.fill("input[name=login]", steps.AGENT)
    agent.page.fill("input[name=password]", PASSWORD)
    agent.key("Enter")
    assert agent.path == case
    expect(agent.page.locator("#write textarea[name=body]")).to_have_value("half a sentence")


def test_a_refused_part_is_said_and_never_put_into_the_page(shared: Up, visit: Visit) -> None:
    agent = visit(shared, steps.AGENT)
    steps.open_the_case(agent)

    def refuse(route: Route) -> None:
        route.fulfill(status=409, content_type="text/html", body="<!doctype html><html><body><main><h1>No</h1></main>")

    agent.page.route("**/cases/*/live/**", refuse)
    agent.page.locator("#case-live").dispatch_event("look")
    agent.reads("That is not possible now.", within="#toasts")
    expect(agent.page.locator("main")).to_have_count(1)
    expect(agent.page.locator("h1")).to_have_text(steps.SUBJECT)
    agent.page.unroute("**/cases/*/live/**")
