"""What the operator says reaches who has the case, or the whole desk, once, and in words that say what happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from behalf.cases import actions as case_actions
from behalf.cases import queries as cases
from behalf.console import overview
from behalf.escalation import actions, queries
from behalf.escalation.models import Dossier, ExchangeMessage
from behalf.escalation.tests.factories import escalated
from behalf.identity import actions as identity
from behalf.identity import queries as people
from behalf.kit.actor import Actor
from behalf.kit.marks import TAKE
from behalf.kit.tenancy import acting
from behalf.notifications import queries as notifications
from behalf.notifications.models import Mail
from tests.world import CAPTURE, NOW, World, run_jobs

SignIn = Callable[[Client, Actor], Client]
AGENTS = ("admin_agent", "helpdesk_agent", "global_admin")


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def engineer(world: World) -> Actor:
    return world.actor("operator", "operator_engineer")


@pytest.fixture
def dossier(world: World, agent: Actor) -> Dossier:
    """Alpha's case, taken by nobody, at the operator."""
    sent = escalated(world, agent, world.case_one)
    run_jobs()
    return sent


def theirs(engineer: Actor, dossier: Dossier) -> int:
    with acting(engineer):
        found = cases.by_exchange(engineer, dossier.pk)
    assert found is not None
    return found.pk


def answered(engineer: Actor, dossier: Dossier, *, wait: bool = False) -> None:
    """The operator answers, and every job runs twice."""
    case_actions.reply(engineer, theirs(engineer, dossier), body="Delivered.", wait=wait, now=NOW)
    CAPTURE.jobs += list(CAPTURE.jobs)
    run_jobs()


def told(actor: Actor) -> list[str]:
    """What stands in a person's bell list about the operator."""
    with acting(actor):
        return [row.text for row in notifications.notices(actor) if "operator" in row.text.lower()]


def mailed(world: World, dossier: Dossier) -> list[str]:
    system = world.system("alpha")
    with acting(system):
        rows = Mail.objects.visible_to(system).filter(about_kind="dossier", about_id=str(dossier.pk))
        return sorted(rows.values_list("to", flat=True))


def at_alpha(world: World, *roles: str) -> list[str]:
    return sorted(world.emails[("alpha", role)] for role in roles)


def test_the_answer_reaches_who_has_the_case_and_nobody_else(world: World, engineer: Actor, dossier: Dossier) -> None:
    holder = world.actor("alpha", "admin_agent")
    case_actions.take(holder, world.case_one, now=NOW)
    answered(engineer, dossier)
    assert len(told(holder)) == 1
    assert told(world.actor("alpha", "helpdesk_agent")) == told(world.actor("alpha", "global_admin")) == []
    assert mailed(world, dossier) == at_alpha(world, "admin_agent")


def test_the_answer_on_a_case_that_nobody_has_reaches_the_desk(world: World, engineer: Actor, dossier: Dossier) -> None:
    answered(engineer, dossier)
    for role in AGENTS:
        assert len(told(world.actor("alpha", role))) == 1
    assert told(world.actor("alpha", "sales_agent")) == []
    assert mailed(world, dossier) == at_alpha(world, *AGENTS)


def test_the_answer_on_a_case_of_somebody_who_left_reaches_the_desk(
    world: World, engineer: Actor, dossier: Dossier
) -> None:
    """Also before the case went back into the queue, and where the one who left had sent it up."""
    leaver, admin = world.actor("alpha", "helpdesk_agent"), world.actor("alpha", "global_admin")
    case_actions.take(leaver, world.case_one, now=NOW)
    with acting(admin):
        [member] = [each for each in people.colleagues(admin) if each.person_id == leaver.person_id]
    identity.deactivate(admin, member.membership_id, why="Moved on.", now=NOW)
    CAPTURE.jobs.clear()
    answered(engineer, dossier)
    assert mailed(world, dossier) == at_alpha(world, "admin_agent", "global_admin")
    assert len(told(admin)) == 1
    assert _answers(world.actor("alpha", "admin_agent"), dossier)


def test_the_answer_to_a_portal_request_reaches_who_sent_it(world: World, engineer: Actor) -> None:
    owner = world.actor("alpha", "global_admin")
    sent = actions.send_portal_request(owner, topic="technical", subject="CSV is empty", body="…", now=NOW)
    run_jobs()
    answered(engineer, sent)
    assert mailed(world, sent) == at_alpha(world, "global_admin")


def test_the_overview_begins_with_the_own_then_what_nobody_has(world: World, agent: Actor, engineer: Actor) -> None:
    colleague = world.actor("alpha", "admin_agent")
    with acting(agent):
        free = queries.exchange(agent, world.dossier_alpha).dossier
    own = escalated(world, agent, world.case_one)
    other = escalated(world, agent, world.case_two, account="account_two")
    run_jobs()
    case_actions.take(agent, world.case_one, now=NOW)
    case_actions.take(colleague, world.case_two, now=NOW)
    for sent in (own, free, other):
        answered(engineer, sent)
    with acting(agent):
        rows = queries.with_us(agent)
        assert [row.number for row in rows] == [own.number, free.number, other.number]
        assert [row.number for row in queries.with_us(agent, limit=1)] == [own.number]
        [part] = [part for part in overview.of(agent, now=NOW).main if part.key == "answers"]
    assert [line.person for line in part.lines] == [agent.name, "", colleague.name]


def test_a_closing_by_the_operator_says_so_and_why(
    world: World, agent: Actor, engineer: Actor, dossier: Dossier
) -> None:
    case_actions.take(agent, world.case_one, now=NOW)
    case_actions.close(engineer, theirs(engineer, dossier), why="It was reported twice.", now=NOW)
    run_jobs()
    with acting(agent):
        thread = cases.thread(agent, world.case_one)
        said = [entry for entry in thread if entry.party == "oper" and not entry.is_event]
        lines = [entry.sentence for entry in thread if entry.kind == "operator_closed"]
    assert [entry.body for entry in said] == ["It was reported twice."]
    assert said[0].name == engineer.name
    assert lines == ["The operator closed its case. If the problem is still there, reopen the request within 14 days."]
    assert told(agent) == [f"The operator closed {dossier.number}: {dossier.subject}"]


def test_no_empty_word_stands_in_the_thread(world: World, agent: Actor, engineer: Actor, dossier: Dossier) -> None:
    case_id = theirs(engineer, dossier)
    case_actions.resolve(engineer, case_id, body="Delivered.", now=NOW)
    case_actions.confirm(engineer, case_id, how="by phone", now=NOW)
    run_jobs()
    with acting(agent):
        thread = cases.thread(agent, world.case_one)
        said = [entry.body for entry in thread if entry.party == "oper" and not entry.is_event]
        words = ExchangeMessage.objects.visible_to(agent).filter(dossier_id=dossier.pk).order_by("id")
        assert [word.kind for word in words] == ["received", "resolved", "closed"]
    assert said == ["Delivered."]


def test_what_the_operator_resolved_and_then_closed_waits_for_the_customer_all_the_same(
    world: World, agent: Actor, engineer: Actor, dossier: Dossier
) -> None:
    case_id = theirs(engineer, dossier)
    case_actions.resolve(engineer, case_id, body="Delivered.", now=NOW)
    case_actions.confirm(engineer, case_id, how="by phone", now=NOW)
    run_jobs()
    with acting(agent):
        assert cases.case(agent, world.case_one).status == "in_progress"


@pytest.mark.parametrize("name", ["cases:live", "escalation:panel"])
def test_each_live_part_shows_the_answer_at_its_next_question(
    client: Client, sign_in: SignIn, world: World, agent: Actor, engineer: Actor, dossier: Dossier, name: str
) -> None:
    sign_in(client, agent)
    where = reverse(name, kwargs={"case_id": world.case_one})
    before = client.get(where).content.decode()
    assert 'data-live="case"' in before
    answered(engineer, dossier, wait=True)
    after = client.get(where).content.decode()
    assert after != before
    assert ("Delivered." if name == "cases:live" else "The operator asks") in after


def test_open_pages_of_both_sides_are_told_when_a_word_has_crossed(
    world: World, agent: Actor, engineer: Actor, dossier: Dossier
) -> None:
    """The operator's own panel says where it stands only after the job: its case, saved before, is no sign of that."""
    case_id = theirs(engineer, dossier)
    case_actions.reply(engineer, case_id, body="Delivered.", now=NOW)
    _marked()
    run_jobs()
    assert {(agent.org_id, world.case_one), (engineer.org_id, case_id)} <= _marked()


def _marked() -> set[tuple[int, int]]:
    """Of which cases marks have been written since the last look, with whose they are."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE)
        return {(org_id, about) for topic, org_id, _customer, about, _version in cursor.fetchall() if topic == "case"}


def test_the_dossiers_own_page_shows_the_answer_by_itself(
    client: Client, sign_in: SignIn, world: World, agent: Actor, engineer: Actor, dossier: Dossier
) -> None:
    sign_in(client, agent)
    page = client.get(reverse("escalation:dossier", kwargs={"dossier_id": dossier.pk})).content.decode()
    assert 'id="exchange-words"' in page
    assert f'data-live="case" data-about="{world.case_one}"' in page
    assert "live.js" in page
    with acting(agent):
        stamp = queries.exchange(agent, dossier.pk).stamp
    live = reverse("escalation:words", kwargs={"dossier_id": dossier.pk})
    assert client.get(live, {"seen": stamp}).status_code == 204
    answered(engineer, dossier)
    shown = client.get(live, {"seen": stamp})
    assert "Delivered." in shown.content.decode()


def test_the_operators_forms_speak_of_the_reseller(
    client: Client, sign_in: SignIn, engineer: Actor, dossier: Dossier
) -> None:
    sign_in(client, engineer)
    where: Any = reverse("cases:case", kwargs={"case_id": theirs(engineer, dossier)})
    for doing in ("resolve", "severity", "close", "reopen"):
        shown = client.get(where, {"do": doing}).content.decode()
        form = shown[shown.index('id="do"') : shown.index("</form>", shown.index('id="do"'))]
        assert "customer" not in form.lower(), doing


def _answers(actor: Actor, dossier: Dossier) -> bool:
    with acting(actor):
        return dossier.number in [row.number for row in queries.with_us(actor)]
