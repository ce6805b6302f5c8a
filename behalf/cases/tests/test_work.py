"""A case on its way: who may move it, when it is due, what is recorded and announced."""

from __future__ import annotations

from datetime import timedelta

import pytest

from behalf.audit.models import Entry
from behalf.cases import actions, queries
from behalf.cases.models import Case
from behalf.cases.tests.factories import HOUR, linked, opened
from behalf.identity import actions as identity
from behalf.identity import queries as people
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from tests.world import NOW, Capture, World, run_jobs


def read(actor: Actor, case_id: int) -> Case:
    with acting(actor):
        return queries.case(actor, case_id)


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def case(world: World) -> Case:
    return opened(world, "alpha", "one", subject="Mail is slow")


@pytest.mark.parametrize(("severity", "hours"), [("A", 2), ("B", 4), ("C", 8)])
def test_a_new_case_owes_its_first_answer_by_its_severity(world: World, severity: str, hours: int) -> None:
    case = opened(world, "alpha", "one", subject="Mail is slow", severity=severity)
    assert (case.status, case.due_at) == ("new", NOW + timedelta(hours=hours))


def test_numbers_run_on_for_each_desk(world: World) -> None:
    first, second = (opened(world, "alpha", "one", subject="Mail is slow").number for _ in range(2))
    assert first.startswith("SH-")
    assert int(second.removeprefix("SH-")) == int(first.removeprefix("SH-")) + 1
    assert opened(world, "beta", "three", subject="メール").number.startswith("MC-")


def test_a_sales_agent_reads_cases_and_does_not_work_on_them(world: World, case: Case) -> None:
    sales = world.actor("alpha", "sales_agent")
    assert read(sales, case.pk).subject == "Mail is slow"
    with pytest.raises(NotAllowed):
        actions.take(sales, case.pk, now=NOW)


def test_taking_a_case_begins_the_work_and_leaves_the_clock(agent: Actor, case: Case) -> None:
    actions.take(agent, case.pk, now=NOW + HOUR)
    taken = read(agent, case.pk)
    assert (taken.status, taken.assignee_name, taken.due_at) == ("in_progress", agent.name, NOW + 4 * HOUR)


def test_a_case_goes_to_somebody_who_works_on_cases(world: World, agent: Actor, case: Case) -> None:
    for stranger in (world.actor("alpha", "billing_admin"), world.actor("beta", "helpdesk_agent")):
        with pytest.raises(Invalid):
            actions.assign(agent, case.pk, person_id=stranger.person_id, now=NOW)
    admin = world.actor("alpha", "admin_agent")
    actions.assign(agent, case.pk, person_id=admin.person_id, now=NOW)
    assert read(agent, case.pk).assignee_id == admin.person_id
    actions.assign(agent, case.pk, person_id=None, now=NOW)
    assert read(agent, case.pk).assignee_id is None


def test_a_deactivated_persons_cases_go_back_to_the_queue(world: World, agent: Actor, case: Case) -> None:
    actions.take(agent, case.pk, now=NOW)
    boss = world.actor("alpha", "global_admin")
    with acting(boss):
        member = next(each for each in people.people(boss) if each.person_id == agent.person_id)
    identity.deactivate(boss, member.membership_id, why="left", now=NOW)
    run_jobs()
    assert read(boss, case.pk).assignee_id is None


def test_changing_the_severity_keeps_the_beginning_of_the_interval(agent: Actor, case: Case) -> None:
    actions.set_severity(agent, case.pk, severity="A", why="Customs papers wait.", now=NOW + HOUR)
    assert read(agent, case.pk).due_at == NOW + 2 * HOUR


def test_an_escalated_case_keeps_its_clock_and_comes_back(agent: Actor, case: Case) -> None:
    actions.set_status(agent, case.pk, status="with_operator", kind="escalated", other_number="OP-10001", now=NOW)
    escalated = read(agent, case.pk)
    assert (escalated.status, escalated.due_at, escalated.other_number) == ("with_operator", case.due_at, "OP-10001")
    actions.reply(agent, case.pk, body="The operator looks at it.", now=NOW + HOUR)
    assert read(agent, case.pk).status == "with_operator"
    actions.set_status(agent, case.pk, status="in_progress", kind="operator_answered", now=NOW + 2 * HOUR)
    with acting(agent):
        talk = queries.conversation(agent, case.pk)
        held = [part.party for part in queries.course(agent, escalated, talk, now=NOW + 3 * HOUR).parts]
    assert held == ["oper", "us"]


def test_the_loop_is_closed_by_the_customers_consent(agent: Actor, case: Case) -> None:
    with pytest.raises(Conflict):
        actions.confirm(agent, case.pk, how="by phone", now=NOW)
    actions.resolve(agent, case.pk, body="The connector was repaired.", now=NOW)
    assert read(agent, case.pk).due_at == NOW + 72 * HOUR
    actions.confirm(agent, case.pk, how="Ms Li, by phone", now=NOW + HOUR)
    closed = read(agent, case.pk)
    assert (closed.status, closed.closed_at, closed.due_at) == ("closed", NOW + HOUR, None)
    with pytest.raises(Conflict):
        actions.reply(agent, case.pk, body="One more thing", now=NOW + HOUR)


def test_closing_without_consent_needs_a_reason(agent: Actor, case: Case) -> None:
    with pytest.raises(Invalid):
        actions.close(agent, case.pk, why=" ", now=NOW)
    actions.close(agent, case.pk, why="The customer cannot be reached.", now=NOW)
    assert read(agent, case.pk).status == "closed"


@pytest.mark.parametrize(("days", "reopens"), [(14, True), (15, False)])
def test_a_closed_case_reopens_within_fourteen_days(agent: Actor, case: Case, days: int, reopens: bool) -> None:
    actions.close(agent, case.pk, why="Duplicate.", now=NOW)
    later = NOW + timedelta(days=days)
    if reopens:
        actions.reopen(agent, case.pk, why="Still slow.", now=later)
        assert read(agent, case.pk).due_at == later + 4 * HOUR
    else:
        assert actions.reopen(agent, case.pk, why="Still slow.", now=later).follow_up_of_id == case.pk
        assert read(agent, case.pk).status == "closed"


def test_what_is_done_is_recorded_and_announced(agent: Actor, case: Case, deferred: Capture) -> None:
    actions.resolve(agent, case.pk, body="Done.", now=NOW)
    with acting(agent):
        entries = Entry.objects.visible_to(agent).filter(subject_kind="case", subject_id=str(case.pk))
        acts = list(entries.order_by("id").values_list("what", "for_customer"))
    assert acts == [("cases.opened", True), ("cases.resolved", True)]


def test_a_stranger_finds_nothing(world: World, case: Case) -> None:
    for stranger in (world.actor("beta", "helpdesk_agent"), world.actor("operator", "operator_engineer")):
        with pytest.raises(NotFound):
            actions.take(stranger, case.pk, now=NOW)


def test_the_same_exchange_opens_one_case(world: World) -> None:
    assert linked(world, exchange_id=77).pk == linked(world, exchange_id=77).pk
