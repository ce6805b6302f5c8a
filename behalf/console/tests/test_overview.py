"""The overview: for each role what its rights open, in a number of statements that does not grow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from behalf.cases import actions as cases
from behalf.cases.tests.factories import opened
from behalf.console import overview, ruler
from behalf.console.overview import Overview
from behalf.console.parts import work
from behalf.escalation import actions as escalation
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from tests.harness import SignIn
from tests.world import NOW, World, run_jobs


def _of(actor: Actor) -> Overview:
    with acting(actor):
        return overview.of(actor, now=NOW)


def _keys(actor: Actor) -> set[str]:
    found = _of(actor)
    return {part.key for part in (*found.main, *found.aside)}


def test_an_agent_sees_work_incidents_findings_and_deletions(world: World) -> None:
    keys = _keys(world.actor("alpha", "helpdesk_agent"))
    assert {"incidents", "findings", "deletions", "held"} <= keys
    assert any(key.startswith("cases-") for key in keys)
    assert not keys & {"mail", "people", "newest"}


def test_a_sales_agent_sees_customers_and_subscriptions_and_nothing_of_health(world: World) -> None:
    assert _keys(world.actor("alpha", "sales_agent")) == {"newest", "deletions"}


def test_a_global_admin_sees_mail_that_did_not_go_out(world: World) -> None:
    assert {"mail", "incidents", "deletions"} <= _keys(world.actor("alpha", "global_admin"))


def test_a_billing_admin_is_told_whom_to_ask(world: World, client: Client, sign_in: SignIn) -> None:
    found = _of(world.actor("alpha", "billing_admin"))
    assert (found.main, found.aside, found.has_work) == ((), (), False)
    page = sign_in(client, world.actor("alpha", "billing_admin")).get("/").content.decode()
    assert "global-admin@alpha.example" in page


def test_a_publisher_sees_which_incident_waits_for_a_word(world: World) -> None:
    keys = _keys(world.actor("operator", "operator_publisher"))
    assert "running" in keys
    assert not any(key.startswith("cases-") for key in keys)


def test_mine_and_nobodys_stand_by_what_is_due_first(world: World) -> None:
    agent = world.actor("alpha", "helpdesk_agent")
    opened(world, "alpha", "one", subject="late", severity="A", hours_ago=3)
    soon = opened(world, "alpha", "one", subject="soon", severity="B", hours_ago=3.5)
    theirs = opened(world, "alpha", "one", subject="a colleague's", severity="A", hours_ago=3)
    cases.take(agent, soon.pk, now=NOW - timedelta(minutes=5))
    cases.take(world.actor("alpha", "admin_agent"), theirs.pk, now=NOW)
    parts = {part.key: [line.title for line in part.lines] for part in _of(agent).main}
    assert "late" in parts["cases-late"]
    assert parts["cases-hour"] == ["soon"]
    assert all("a colleague's" not in titles for titles in parts.values())


def test_what_is_late_is_said_in_a_sentence(world: World) -> None:
    opened(world, "alpha", "one", subject="late", severity="A", hours_ago=9)
    said = _of(world.actor("alpha", "helpdesk_agent")).said
    assert any("overdue" in sentence for sentence in said)


def test_where_more_is_late_than_was_read_it_says_so(world: World) -> None:
    agent = world.actor("alpha", "helpdesk_agent")
    for number in range(work.SHOWN + 1):
        opened(world, "alpha", "one", subject=f"late {number}", severity="A", hours_ago=9)
    (late,) = (part for part in _of(agent).main if part.key == "cases-late")
    assert late.said == f"{len(late.lines)}+ cases are overdue."


def test_requests_about_the_portal_are_no_escalations(world: World, client: Client, sign_in: SignIn) -> None:
    reviewer = world.actor("operator", "operator_reviewer")
    before = _said(reviewer, "received")
    subject = "The list of invoices is empty"
    owner = world.actor("alpha", "global_admin")
    escalation.send_portal_request(owner, topic="technical", subject=subject, body="Since noon.", now=NOW)
    run_jobs()
    assert _said(reviewer, "received") == before
    sign_in(client, reviewer)
    address = reverse("escalation:received")
    assert subject not in client.get(address).content.decode()
    assert subject in client.get(address, {"kind": "portal"}).content.decode()


def _said(actor: Actor, key: str) -> list[str]:
    return [part.said for part in _of(actor).main if part.key == key]


def test_nothing_of_another_reseller_is_seen(world: World) -> None:
    found = _of(world.actor("beta", "admin_agent"))
    text = " ".join(
        f"{line.title} {line.number} {line.facts}" for part in (*found.main, *found.aside) for line in part.lines
    )
    assert "SH-" not in text
    assert "Lakeside" not in text


@pytest.mark.parametrize(
    ("organization", "role", "most"),
    [
        ("alpha", "admin_agent", 14),
        ("alpha", "sales_agent", 2),
        ("alpha", "global_admin", 19),
        ("operator", "operator_engineer", 8),
        ("operator", "operator_publisher", 4),
    ],
)
def test_the_statements_do_not_grow_with_the_rows(world: World, organization: str, role: str, most: int) -> None:
    actor = world.actor(organization, role)
    before = _statements(actor)
    for number in range(12):
        opened(world, "alpha", "one", subject=f"case {number}", hours_ago=number)
    assert _statements(actor) == before <= most


def _statements(actor: Actor) -> int:
    with acting(actor), CaptureQueriesContext(connection) as captured:
        overview.of(actor, now=NOW)
    return len(captured)


def test_a_customer_is_sent_to_the_portal(world: World, client: Client, sign_in: SignIn) -> None:
    answer = sign_in(client, world.actor("one")).get("/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/portal/")


def test_the_ruler_places_deadlines_around_now() -> None:
    hour = timedelta(hours=1)
    made = ruler.around(
        NOW, [(NOW - 9 * hour, "gone", "A", "/a"), (NOW + hour, "soon", "B", "/b"), (NOW + 20 * hour, "far", "C", "/c")]
    )
    assert [(mark.label, mark.is_late) for mark in made.marks] == [("gone", True), ("soon", False)]
    assert made.marks[0].x == 0
    assert made.x < made.marks[1].x < 100
    assert [hour.minute for _x, hour in made.hours] == [0] * 7
