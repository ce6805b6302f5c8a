"""Words that cross late, twice or in another order than they were said; two hands on one case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from behalf.cases import actions as case_actions
from behalf.cases import queries as cases
from behalf.cases.models import Case
from behalf.escalation import actions, queries
from behalf.escalation.models import Dossier, Escalation, ExchangeMessage
from behalf.escalation.tests.factories import escalated, make_ready
from behalf.kit import jobs
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict
from behalf.kit.tenancy import acting
from tests.world import CAPTURE, NOW, World, run_jobs

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def engineer(world: World) -> Actor:
    return world.actor("operator", "operator_engineer")


def _case(actor: Actor, case_id: int) -> Case:
    with acting(actor):
        return cases.case(actor, case_id)


def _theirs(engineer: Actor, dossier: Dossier) -> Case:
    with acting(engineer):
        found = cases.by_exchange(engineer, dossier.pk)
    assert found is not None
    return found


def _states(agent: Actor, engineer: Actor, dossier: Dossier) -> tuple[str, str]:
    with acting(agent):
        ours = queries.exchange(agent, dossier.pk).state
    with acting(engineer):
        return ours, queries.exchange(engineer, dossier.pk).state


def _jobs() -> list[Any]:
    return CAPTURE.jobs


def test_a_loop_closed_with_consent_closes_the_operators_case_that_nobody_resolved(
    world: World, agent: Actor, engineer: Actor
) -> None:
    dossier = escalated(world, agent, world.case_one)
    run_jobs()
    case_actions.reply(engineer, _theirs(engineer, dossier).pk, body="Restart the connector.", now=NOW)
    run_jobs()
    case_actions.resolve(agent, world.case_one, body="The connector was restarted.", now=NOW)
    case_actions.confirm(agent, world.case_one, how="Ms Li on the phone", now=LATER)
    run_jobs()
    assert _theirs(engineer, dossier).status == "closed"
    assert _states(agent, engineer, dossier) == ("closed", "closed")


def test_a_word_heard_twice_does_not_bring_an_older_state_back(world: World, agent: Actor, engineer: Actor) -> None:
    dossier = escalated(world, agent, world.case_one)
    run_jobs()
    theirs = _theirs(engineer, dossier)
    case_actions.reply(engineer, theirs.pk, body="Which hour?", wait=True, now=NOW)
    run_jobs()
    actions.reply(agent, dossier.pk, body="At noon.", now=LATER)
    run_jobs()
    case_actions.resolve(engineer, theirs.pk, body="Delivered.", now=LATER)
    run_jobs()
    assert _states(agent, engineer, dossier) == ("resolved", "resolved")
    question = next(word for word in _said(agent, dossier) if word.kind == "question")
    actions.bring_down(world.system("alpha"), question.pk, now=LATER)
    assert _states(agent, engineer, dossier) == ("resolved", "resolved")


def test_an_answer_that_comes_after_the_close_does_not_open_the_request_again(
    world: World, agent: Actor, engineer: Actor
) -> None:
    dossier = escalated(world, agent, world.case_one)
    run_jobs()
    case_actions.reply(engineer, _theirs(engineer, dossier).pk, body="Try again.", now=NOW)
    answered, _jobs()[:] = list(_jobs()), []
    case_actions.close(agent, world.case_one, why="The customer left.", now=LATER)
    closed, _jobs()[:] = list(_jobs()), []
    for job in [*closed, *answered]:
        jobs.run(*job)
    run_jobs()
    assert _states(agent, engineer, dossier) == ("closed", "closed")
    with acting(agent):
        row = Escalation.objects.visible_to(agent).get(dossier_id=dossier.pk)
    assert row.ended_at is not None


def test_reopening_an_older_request_while_a_newer_one_runs_is_a_conflict(
    world: World, agent: Actor, engineer: Actor
) -> None:
    first = escalated(world, agent, world.case_one)
    run_jobs()
    case_actions.close(engineer, _theirs(engineer, first).pk, why="Ours is done.", now=NOW)
    run_jobs()
    actions.send(agent, world.case_one, now=NOW)
    run_jobs()
    with pytest.raises(Conflict):
        actions.reopen(agent, first.pk, body="It is back.", now=LATER)


def test_two_who_send_the_same_case_come_one_after_the_other(world: World, agent: Actor) -> None:
    make_ready(world, agent, world.case_one)
    with CaptureQueriesContext(connection) as asked:
        actions.send(agent, world.case_one, now=NOW)
    statements = [each["sql"] for each in asked]
    lock = next(place for place, sql in enumerate(statements) if '"cases_case"' in sql and "FOR UPDATE" in sql)
    look = next(place for place, sql in enumerate(statements) if '"escalation_escalation"' in sql)
    assert lock < look


def _said(agent: Actor, dossier: Dossier) -> list[ExchangeMessage]:
    with acting(agent):
        return list(ExchangeMessage.objects.visible_to(agent).filter(dossier_id=dossier.pk))
