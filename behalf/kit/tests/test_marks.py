"""Marks: who may hear of what, and what is none."""

from __future__ import annotations

import pytest

from behalf.kit.marks import Mark, reaches, read
from tests.world import World


def test_a_mark_travels_as_five_words() -> None:
    mark = Mark("case", 2, 4, 17, 9)
    assert mark.payload == "case 2 4 17 9"
    assert read(mark.payload) == mark


@pytest.mark.parametrize("payload", ["", "case", "case 1 2 3", "case 1 2 3 x", "weather 1 2 3 4", "case 1 2 3 4 5"])
def test_what_is_none_of_ours_is_no_mark(payload: str) -> None:
    assert read(payload) is None


@pytest.mark.parametrize(
    ("organization", "role", "topic", "hears"),
    [
        ("alpha", "helpdesk_agent", "case", True), ("alpha", "sales_agent", "case", True),
        ("alpha", "billing_admin", "case", False), ("beta", "helpdesk_agent", "case", False),
        ("operator", "operator_engineer", "case", False), ("one", "customer_admin", "case", True),
        ("two", "customer_admin", "case", False), ("alpha", "helpdesk_agent", "presence", True),
        ("one", "customer_admin", "presence", False), ("beta", "helpdesk_agent", "presence", False),
    ],
)  # fmt: skip
def test_who_hears_of_a_case_of_one_at_alpha(
    world: World, organization: str, role: str, topic: str, *, hears: bool
) -> None:
    mark = Mark(topic, world.alpha, world.one, world.case_one, 3)
    assert reaches(mark, world.actor(organization, role)) is hears
