"""A case goes up with its evidence, the operator answers, the loop is closed: at the level of actions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from behalf.audit.models import Entry
from behalf.cases import actions as case_actions
from behalf.cases import queries as cases
from behalf.cases.models import Case
from behalf.escalation import actions, queries
from behalf.escalation.models import Dossier, Escalation, ExchangeMessage, Intake
from behalf.escalation.tests.factories import escalated, make_ready
from behalf.health import actions as health
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from tests.world import CAPTURE, NOW, World, run_jobs


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def engineer(world: World) -> Actor:
    return world.actor("operator", "operator_engineer")


def _case(actor: Actor, case_id: int) -> Case:
    with acting(actor):
        return cases.case(actor, case_id)


def _operators_case(engineer: Actor, dossier: Dossier) -> Case:
    with acting(engineer):
        found = cases.by_exchange(engineer, dossier.pk)
    assert found is not None
    return found


def _gate(agent: Actor, case_id: int) -> Any:
    with acting(agent):
        return queries.readiness(agent, case_id, now=NOW).gate


def test_without_evidence_nothing_goes_up(world: World, agent: Actor) -> None:
    with pytest.raises(Conflict):
        actions.send(agent, world.case_one, now=NOW)
    with acting(agent):
        assert not Escalation.objects.visible_to(agent).filter(case_id=world.case_one).exists()


def test_the_gate_opens_step_by_step(world: World, agent: Actor) -> None:
    before = _gate(agent, world.case_one)
    assert not before.is_open
    assert before.unanswered == (world.incident,)
    make_ready(world, agent, world.case_one)
    assert _gate(agent, world.case_one).is_open


def test_an_override_is_read_by_the_operator_and_kept_in_the_journal(world: World, agent: Actor) -> None:
    make_ready(world, agent, world.case_one)
    actions.prepare(agent, world.case_one, topic="technical", now=NOW)
    with pytest.raises(Conflict):
        actions.send(agent, world.case_one, now=NOW)
    actions.override(agent, world.case_one, item="lack", reason="Severity A, no time.", now=NOW)
    dossier = actions.send(agent, world.case_one, now=NOW)
    assert dossier.evidence["overrides"] == {"lack": "Severity A, no time."}
    with acting(agent):
        deeds = Entry.objects.visible_to(agent).filter(what__startswith="escalation.").values_list("what", flat=True)
        assert {"escalation.overridden", "escalation.sent", "escalation.sent_without"} <= set(deeds)


def test_each_step_of_an_escalation_stands_in_the_journal_under_its_customer(
    world: World, agent: Actor, engineer: Actor
) -> None:
    dossier = escalated(world, agent, world.case_one)
    run_jobs()
    actions.reply(agent, dossier.pk, body="It fails since noon.", now=NOW)
    case_actions.resolve(engineer, _operators_case(engineer, dossier).pk, body="Done.", now=NOW)
    run_jobs()
    actions.reopen(agent, dossier.pk, body="It is back.", now=NOW)
    with acting(agent):
        rows = Entry.objects.visible_to(agent).filter(what__startswith="escalation.", customer_id=world.one)
        deeds = set(rows.values_list("what", flat=True))
    assert deeds == {f"escalation.{deed}" for deed in ("prepared", "incident_answered", "sent", "replied", "reopened")}


def test_an_incident_that_is_the_cause_holds_the_case_until_its_end(
    world: World, agent: Actor, engineer: Actor
) -> None:
    make_ready(world, agent, world.case_one)
    actions.answer_incident(agent, world.case_one, incident_id=world.incident, stance="cause", now=NOW)
    with pytest.raises(Conflict, match="incident"):
        actions.send(agent, world.case_one, now=NOW)
    health.resolve_incident(engineer, world.incident, text="All delivered.", now=NOW)
    with pytest.raises(Conflict):
        actions.send(agent, world.case_one, now=NOW)
    actions.answer_incident(agent, world.case_one, incident_id=world.incident, stance="persists", now=NOW)
    assert actions.send(agent, world.case_one, now=NOW).evidence["incidents"][0]["stance"] == "persists"


def test_denying_an_incident_needs_a_reason(world: World, agent: Actor) -> None:
    with pytest.raises(Invalid):
        actions.answer_incident(agent, world.case_one, incident_id=world.incident, stance="denied", now=NOW)


def test_the_whole_loop(world: World, agent: Actor, engineer: Actor) -> None:
    dossier = escalated(world, agent, world.case_one)
    assert _case(agent, world.case_one).status == "with_operator"
    run_jobs()
    theirs = _operators_case(engineer, dossier)
    ours = _case(agent, world.case_one)
    assert (theirs.other_number, ours.other_number) == (ours.number, theirs.number)
    assert theirs.contact_name == agent.name

    case_actions.reply(engineer, theirs.pk, body="Which hour exactly?", wait=True, now=NOW)
    run_jobs()
    assert _case(agent, world.case_one).status == "in_progress"
    with acting(agent):
        assert queries.exchange(agent, dossier.pk).state == "question"

    actions.reply(agent, dossier.pk, body="13:00 to 14:00.", now=NOW)
    run_jobs()
    assert _case(engineer, theirs.pk).status == "in_progress"

    case_actions.resolve(engineer, theirs.pk, body="The queue is delivered.", now=NOW)
    run_jobs()
    with acting(agent):
        said = [entry.body for entry in cases.thread(agent, world.case_one) if entry.party == "oper" and entry.body]
    assert said[-1] == "The queue is delivered."

    case_actions.resolve(agent, world.case_one, body="The operator delivered the queue.", now=NOW)
    case_actions.confirm(agent, world.case_one, how="Ms Li on the phone", now=NOW)
    run_jobs()
    assert _case(engineer, theirs.pk).status == "closed"
    with acting(agent):
        assert queries.exchange(agent, dossier.pk).state == "closed"


def test_every_word_crosses_once_however_often_its_job_runs(world: World, agent: Actor, engineer: Actor) -> None:
    dossier = escalated(world, agent, world.case_one)
    waiting = list(CAPTURE.jobs)
    CAPTURE.jobs += waiting
    run_jobs()
    with acting(engineer):
        assert Intake.objects.visible_to(engineer).filter(dossier_id=dossier.pk).count() == 1
    theirs = _operators_case(engineer, dossier)
    case_actions.reply(engineer, theirs.pk, body="We look into it.", now=NOW)
    CAPTURE.jobs += list(CAPTURE.jobs)
    run_jobs()
    with acting(agent):
        words = ExchangeMessage.objects.visible_to(agent).filter(dossier_id=dossier.pk)
        assert [word.kind for word in words.order_by("id")] == ["received", "answer"]
        heard = [entry for entry in cases.thread(agent, world.case_one) if entry.body == "We look into it."]
        assert len(heard) == 1


def test_a_second_escalation_waits_for_the_end_of_the_first(world: World, agent: Actor) -> None:
    escalated(world, agent, world.case_one)
    with pytest.raises(Conflict, match="already"):
        actions.send(agent, world.case_one, now=NOW)


def test_internal_notes_and_the_customers_people_never_travel(world: World, agent: Actor) -> None:
    case_actions.note(agent, world.case_one, body="The customer pays late.", now=NOW)
    dossier = escalated(world, agent, world.case_one)
    with acting(agent):
        everything = str(Dossier.objects.visible_to(agent).filter(pk=dossier.pk).values().get())
    assert "pays late" not in everything
    case = _case(agent, world.case_one)
    assert not case.contact_email or case.contact_email not in everything


def test_severity_a_goes_up_as_b_without_the_premium_agreement(world: World, agent: Actor) -> None:
    case_actions.set_severity(agent, world.case_one, severity="A", why="All of it stands still", now=NOW)
    dossier = escalated(world, agent, world.case_one)
    assert (dossier.severity_asked, dossier.severity) == ("A", "B")
    assert _case(agent, world.case_one).severity == "A"


def test_an_inappropriate_escalation_comes_back_with_the_reason(world: World, agent: Actor, engineer: Actor) -> None:
    dossier = escalated(world, agent, world.case_one)
    run_jobs()
    reviewer = world.actor("operator", "operator_reviewer")
    actions.judge(reviewer, dossier.pk, reason="how_to", body="See the article on connectors.", now=NOW)
    run_jobs()
    with acting(agent):
        found = queries.exchange(agent, dossier.pk)
        assert (found.state, found.may_reply) == ("inappropriate", False)
    assert _case(agent, world.case_one).status == "in_progress"
    assert _operators_case(engineer, dossier).status == "closed"


def test_a_portal_request_is_the_global_admins_alone(world: World, agent: Actor, engineer: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.send_portal_request(agent, topic="technical", subject="CSV is empty", body="…", now=NOW)
    owner = world.actor("alpha", "global_admin")
    dossier = actions.send_portal_request(owner, topic="technical", subject="CSV is empty", body="Since noon.", now=NOW)
    run_jobs()
    assert _operators_case(engineer, dossier).kind == "portal"
    with acting(agent), pytest.raises(NotFound):
        queries.exchange(agent, dossier.pk)
    with acting(owner):
        assert [row.dossier_id for row in queries.portal_requests(owner)] == [dossier.pk]
        assert dossier.pk not in [row.dossier_id for row in queries.requests(owner)]


def test_strangers_see_nothing_of_it(world: World, agent: Actor) -> None:
    dossier = escalated(world, agent, world.case_one)
    run_jobs()
    for organization, role in (("beta", "helpdesk_agent"), ("one", "customer_admin")):
        stranger = world.actor(organization, role)
        with acting(stranger):
            for model in (ExchangeMessage, Escalation):
                assert not model.objects.everywhere(reason="the policy alone").filter(dossier_id=dossier.pk).exists()
            assert not Dossier.objects.everywhere(reason="the policy alone").filter(pk=dossier.pk).exists()
            assert not Intake.objects.everywhere(reason="the policy alone").exists()
    other = world.actor("beta", "helpdesk_agent")
    with acting(other), pytest.raises(NotFound):
        queries.exchange(other, dossier.pk)


def test_a_closed_request_reopens_within_fourteen_days(world: World, agent: Actor, engineer: Actor) -> None:
    dossier = escalated(world, agent, world.case_one)
    run_jobs()
    case_actions.resolve(engineer, _operators_case(engineer, dossier).pk, body="Done.", now=NOW)
    run_jobs()
    actions.reopen(agent, dossier.pk, body="It is back.", now=NOW + timedelta(days=2))
    run_jobs()
    assert _operators_case(engineer, dossier).status == "in_progress"
    assert _case(agent, world.case_one).status == "with_operator"
