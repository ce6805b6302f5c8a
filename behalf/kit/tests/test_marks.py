"""Marks: who may hear of what, and what is none."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from behalf.kit import marks
from behalf.kit.marks import Mark, reaches
from behalf.kit.tenancy import acting
from tests.world import World


def test_what_nobody_declared_reaches_nobody(world: World) -> None:
    assert not reaches(Mark("weather", world.alpha, 0, 1, 0), world.actor("alpha", "helpdesk_agent"))


def test_a_mark_names_the_organization_that_acts_and_tenants_read_none(world: World) -> None:
    agent = world.actor("alpha", "helpdesk_agent")
    with acting(agent):
        marks.mark(agent, "presence", world.case_one)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            _taken()
    assert Mark("presence", world.alpha, 0, world.case_one, 0) in _taken()


def _taken() -> list[Mark]:
    with connection.cursor() as cursor:
        cursor.execute(marks.TAKE)
        return [Mark(*row) for row in cursor.fetchall()]


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
