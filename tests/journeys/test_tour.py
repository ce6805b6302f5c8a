"""The README's tour: eight steps through the demo world, walked exactly as they stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor
from tests.run import ROOT
from tests.site.running import Up

pytestmark = pytest.mark.journey

TITLES = [
    "See what needs you.",
    "Jump to a customer.",
    "Act on its behalf.",
    "Repair a setting.",
    "Try to escalate.",
    "Bring what the operator expects.",
    "Answer as the operator.",
    "Close the loop.",
]


def test_the_readme_tells_these_eight_steps() -> None:
    tour = Path(ROOT / "README.md").read_text("utf-8").partition("## A tour")[2].partition("\n## ")[0]
    assert re.findall(r"^\d\. \*\*(.+?)\*\*", tour, flags=re.MULTILINE) == TITLES
    for email in (steps.AGENT, steps.ENGINEER, steps.CUSTOMER, steps.OWNER):
        assert email in tour


def test_the_tour(own: Up, visit: Visit) -> None:
    said = steps.SAID["en"]
    agent = visit(own, steps.AGENT)

    agent.reads("What needs me now")  # 1
    agent.reads(steps.SUBJECT)
    jump_to_the_customer(agent)  # 2
    agent.press("Service management", within="body")  # 3
    steps.begin_to_administer(agent, said)
    steps.repair_a_setting(agent)  # 4
    steps.open_the_case(agent)  # 5
    steps.try_to_escalate_with_nothing_in_hand(agent)
    steps.check_the_health(agent)  # 6
    steps.say_what_the_operator_expects(agent, said)
    agent.press("Escalate")
    agent.reads("With the operator")
    steps.answer_as_the_operator(visit(own, steps.ENGINEER), agent, said)  # 7
    steps.resolve(agent, said)  # 8
    steps.agree_as_the_customer(visit(own, steps.CUSTOMER), said)
    agent.reads("Closed")
    steps.read_the_journal(visit(own, steps.OWNER))


def jump_to_the_customer(agent: Visitor) -> None:
    """Control-K, a part of its name, Enter."""
    agent.page.keyboard.press("Control+K")
    agent.page.keyboard.type("chenghai")
    expect(agent.page.locator("#palette [role=option]").first).to_contain_text(steps.COMPANY)
    agent.key("Enter")
    agent.reads(steps.COMPANY, within="body")
