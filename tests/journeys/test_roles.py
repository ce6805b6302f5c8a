"""Each role's menu and denials: no entry that leads nowhere, no page behind a role's back."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor
from tests.site.running import Up

pytestmark = pytest.mark.journey

HELPS = ["Overview", "Customers", "Cases", "Incoming mail", "Health"]
DESK = ["Overview", "Resellers", "Support requests", "Escalations"]
OFFICE = ["Partner profile", "Organization profile", "User management"]
SUPERVISES = [
    *HELPS,
    "Audit",
    "Customer requests",
    "Partner Center requests",
    *OFFICE,
    "Catalog",
    "Service levels",
    "Mail addresses",
    "Group robots",
    "Outgoing mail",
]


@dataclass(frozen=True)
class Role:
    """Who has it in the demo world, what the menu shows, and addresses that answer with a denial."""

    email: str
    menu: list[str]
    denied: list[str]


ROLES = {
    "helpdesk_agent": Role(
        "zhou.hang@yunhui.example",
        [*HELPS, "Customer requests", "Catalog", "Service levels"],
        ["/requests/portal/", "/people/", "/audit/", "/customers/add/", "/mail/", "/requests/received/"],
    ),
    "admin_agent": Role(
        "daniel.reyes@yunhui.example",
        [*HELPS, "Customer requests", "Catalog", "Service levels"],
        ["/requests/portal/", "/people/", "/audit/", "/mail/", "/health/publish/incident/"],
    ),
    "sales_agent": Role(
        "tang.yue@yunhui.example",
        ["Overview", "Customers", "Cases", "Catalog", "Service levels"],
        [
            "/health/",
            "/requests/customer/",
            "/customers/{account}/services/",
            "/customers/{account}/health/",
            "/people/",
        ],
    ),
    "global_admin": Role(
        "shen.lan@yunhui.example",
        SUPERVISES,
        ["/health/publish/incident/", "/requests/received/", "/resellers/", "/portal/"],
    ),
    "billing_admin": Role(
        "qian.fang@yunhui.example",
        ["Overview"],
        ["/customers/", "/cases/", "/health/", "/requests/customer/", "/people/", "/audit/"],
    ),
    "user_admin": Role(
        "sun.lei@yunhui.example",
        ["Overview", *OFFICE],
        ["/customers/", "/cases/", "/health/", "/requests/customer/", "/audit/"],
    ),
    "operator_engineer": Role(
        "liu.yang@lanyun.example",
        [*DESK, "Health", "Catalog", "Service levels"],
        ["/customers/", "/people/", "/audit/", "/requests/portal/", "/resellers/enrol/"],
    ),
    "operator_reviewer": Role(
        "he.jing@lanyun.example",
        [*DESK, "Health", "Audit", "Catalog", "Service levels"],
        ["/customers/", "/people/", "/health/publish/incident/"],
    ),
    "operator_publisher": Role(
        "wu.tong@lanyun.example",
        ["Overview", "Resellers", "Health", "Catalog"],
        ["/customers/", "/people/", "/audit/", "/requests/received/"],
    ),
    "operator_admin": Role(
        "zheng.kai@lanyun.example",
        [*DESK, "Health", "Audit", "User management", "Catalog", "Service levels", "Group robots", "Outgoing mail"],
        ["/customers/", "/requests/portal/"],
    ),
    "customer_admin": Role(
        "li.wenjing@chenghai-bio.example",
        ["Overview", "Cases", "Health", "Our partners", "Subscriptions", "Audit", "User management"],
        ["/customers/", "/cases/", "/health/", "/requests/customer/", "/mail/"],
    ),
}


@pytest.mark.parametrize("role", list(ROLES))
def test_a_role_sees_its_own_menu_and_no_more(shared: Up, visit: Visit, role: str) -> None:
    wanted = ROLES[role]
    person = visit(shared, wanted.email)
    assert person.menu() == wanted.menu
    for entry in person.page.locator("nav.side a").evaluate_all("links => links.map(link => link.pathname)"):
        assert person.go(entry).status == 200, entry
    account = first_account(person)
    for address in wanted.denied:
        answer = person.go(address.format(account=account))
        assert answer.status == 403, f"{address} answers {answer.status}"
        person.reads("Your role does not allow this. Ask a global admin of your organization.", within="body")


def first_account(person: Visitor) -> str:
    """Some customer's account, where the role sees customers."""
    if person.go("/customers/").status != 200:
        return "0"
    link = person.page.locator("main a.title").first.get_attribute("href") or ""
    return link.strip("/").rpartition("/")[2]
