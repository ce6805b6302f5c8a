"""The heart of the product, from end to end, in Chinese and in Japanese, as its four people.

In English it is the README's tour (test_tour.py).
"""

from __future__ import annotations

import pytest

from tests.journeys import steps
from tests.journeys.conftest import Visit
from tests.site.running import Up

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("language", ["zh-hans", "ja"])
def test_a_customer_is_helped_from_the_first_look_to_the_closed_loop(own: Up, visit: Visit, language: str) -> None:
    said = steps.SAID[language]
    agent = visit(own, steps.AGENT, language=language)
    steps.find_the_customer(agent)
    steps.begin_to_administer(agent, said)
    steps.repair_a_setting(agent)
    steps.open_the_case(agent)
    steps.try_to_escalate_with_nothing_in_hand(agent)
    steps.check_the_health(agent)
    steps.say_what_the_operator_expects(agent, said)
    agent.press("Escalate")
    agent.reads("With the operator")

    steps.answer_as_the_operator(visit(own, steps.ENGINEER, language=language), agent, said)

    steps.resolve(agent, said)
    steps.agree_as_the_customer(visit(own, steps.CUSTOMER, language=language), said)
    agent.reads("Closed")
    steps.read_the_journal(visit(own, steps.OWNER, language=language))
