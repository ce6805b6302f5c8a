"""A sales agent raises no request with the operator and sees none (domain.md 2.2): every page tells the same story."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from behalf.cases import actions, queries
from behalf.cases.models import Case
from behalf.cases.tests.factories import opened
from behalf.kit.actor import Actor
from behalf.kit.errors import NotAllowed
from behalf.kit.tenancy import acting
from tests.harness import StandAt
from tests.world import NOW, World

SignIn = Callable[[Client, Actor], Client]


@pytest.fixture(autouse=True)
def _the_clock_stands_still(stand_at: StandAt) -> None:
    stand_at(NOW)


@pytest.fixture
def sales(world: World) -> Actor:
    return world.actor("alpha", "sales_agent")


@pytest.fixture
def case(world: World) -> Case:
    """A case that lies with the operator since an hour."""
    agent = world.actor("alpha", "helpdesk_agent")
    found = opened(world, "alpha", "one", subject="Mail is slow", hours_ago=2)
    hour_ago = NOW - timedelta(hours=1)
    actions.set_status(agent, found.pk, status="with_operator", kind="escalated", other_number="OP-77", now=hour_ago)
    return found


def test_the_status_is_in_progress_and_in_our_hands(sales: Actor, case: Case) -> None:
    with acting(sales):
        found = queries.case(sales, case.pk)
        course = queries.course(sales, found, queries.conversation(sales, case.pk), now=NOW)
        listed = queries.by_number(sales, case.number)
    assert found.status == "in_progress"
    assert "oper" not in course.sums
    assert listed is not None
    assert (listed.status, listed.holder) == ("in_progress", "us")


def test_there_is_no_view_of_what_lies_with_the_operator(sales: Actor, case: Case) -> None:
    with acting(sales):
        assert "with_operator" not in queries.views(sales)
        assert "with_operator" not in queries.counts(sales, now=NOW)
        asked = queries.inbox(sales, view="with_operator", limit=99, now=NOW)
        everything = queries.inbox(sales, view="all", limit=99, now=NOW)
    assert asked == everything
    assert {row.status for row in everything.rows if row.id == case.pk} == {"in_progress"}


def test_what_was_tried_is_background_too(sales: Actor, case: Case) -> None:
    with acting(sales), pytest.raises(NotAllowed):
        queries.tried(sales, case.pk)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("queue", ""),
        ("queue", "?view=with_operator"),
        ("search", "?q=is:open"),
        ("of_account", ""),
        ("panel", ""),
        ("case", ""),
        ("live", "?version=0"),
    ],
)
def test_no_page_names_the_operator(
    client: Client, sign_in: SignIn, world: World, sales: Actor, case: Case, name: str, asked: str
) -> None:
    where = {"case_id": case.pk} if name in ("case", "live") else {"account_id": world.account_one}
    address = reverse(f"cases:{name}", kwargs={} if name in ("queue", "search") else where)
    shown = sign_in(client, sales).get(address + asked).content.decode()
    assert "Mail is slow" in shown
    assert "perator" not in shown
    assert "OP-77" not in shown
    assert "with_operator" not in shown


def test_who_has_another_role_beside_sees_it(client: Client, sign_in: SignIn, world: World, case: Case) -> None:
    sign_in(client, world.actor("alpha", "helpdesk_agent"))
    shown = client.get(reverse("cases:case", kwargs={"case_id": case.pk})).content.decode()
    assert "With the operator" in shown
    assert "OP-77" in shown
