"""What follows from what was announced: notices, letters, evidence, news of incidents."""

from __future__ import annotations

import pytest

from behalf.administration import actions as administration
from behalf.administration import queries as settings
from behalf.administration.tests.factories import FORWARDING
from behalf.cases import actions, handlers, queries, sentences
from behalf.cases.events import CaseAnswered
from behalf.cases.models import Case, EvidenceKind
from behalf.cases.tests.factories import linked, opened
from behalf.connectors.ports import SettingReading
from behalf.health import actions as health
from behalf.health.events import IncidentEnded, IncidentUpdated
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from behalf.notifications import queries as notices
from behalf.notifications.models import Mail
from tests.world import NOW, World, run_jobs


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def case(world: World) -> Case:
    return opened(world, "alpha", "one", subject="Mail is slow")


def told(actor: Actor) -> list[str]:
    with acting(actor):
        return [notice.text for notice in notices.notices(actor)]


def mails(world: World, about: Case) -> list[tuple[str, str, str]]:
    system = world.system("alpha")
    with acting(system):
        rows = Mail.objects.visible_to(system).filter(about_kind="case", about_id=str(about.pk)).order_by("id")
        return list(rows.values_list("to", "subject", "text"))


def test_a_person_hears_of_a_case_given_by_another_and_not_by_themselves(world: World, agent: Actor) -> None:
    admin = world.actor("alpha", "admin_agent")
    case = opened(world, "alpha", "one", subject="Mail is slow")
    actions.take(agent, case.pk, now=NOW)
    actions.assign(agent, case.pk, person_id=admin.person_id, now=NOW)
    run_jobs()
    assert any(case.number in text and agent.name in text for text in told(admin))
    assert not any(case.number in text for text in told(agent))


def test_the_owner_hears_of_the_customers_reply(world: World, agent: Actor, case: Case) -> None:
    actions.take(agent, case.pk, now=NOW)
    actions.reply_own(world.actor("one"), case.pk, body="Any news?", now=NOW)
    run_jobs()
    assert any(case.number in text for text in told(agent))


def test_the_contact_gets_letters_in_its_language_and_no_note(world: World, agent: Actor, case: Case) -> None:
    actions.note(agent, case.pk, body="They pay late.", now=NOW)
    actions.reply(agent, case.pk, body="We look at it.\nSoon more.", now=NOW)
    actions.resolve(agent, case.pk, body="Repaired.", now=NOW)
    run_jobs()
    written = mails(world, case)
    assert [to for to, _subject, _text in written] == ["contact@chenghai-bio.cn"] * 3
    assert all(case.number in subject for _to, subject, _text in written)
    texts = "\n".join(text for _to, _subject, text in written)
    assert "> We look at it.\n> Soon more." in texts
    assert "They pay late." not in texts


def test_a_letter_goes_out_once_however_often_its_job_runs(world: World, agent: Actor, case: Case) -> None:
    message = actions.reply(agent, case.pk, body="We look at it.", now=NOW)
    run_jobs()
    before = len(mails(world, case))
    event = CaseAnswered(case_id=case.pk, org_id=world.alpha, message_id=message.pk, at=NOW)
    handlers.case_answered(world.system("alpha"), event)
    assert len(mails(world, case)) == before


def test_the_operator_writes_no_letter_of_ours(world: World) -> None:
    case = linked(world, exchange_id=31)
    actions.reply(world.actor("operator", "operator_engineer"), case.pk, body="We look at it.", now=NOW)
    run_jobs()
    system = world.system("operator")
    with acting(system):
        assert not Mail.objects.visible_to(system).filter(about_kind="case").exists()


def test_a_look_at_the_health_for_a_case_is_linked_once(world: World, agent: Actor, case: Case) -> None:
    health.check(agent, account_id=world.account_one, service_ids=[world.service_mail], about=case.ref, now=NOW)
    run_jobs()
    with acting(agent):
        [evidence] = queries.evidence(agent, case.pk)
        [line] = [entry for entry in queries.thread(agent, case.pk) if entry.kind == "health_checked"]
    assert (evidence.kind, evidence.by_name) == (EvidenceKind.HEALTH_CHECK, agent.name)
    assert line.name == agent.name
    assert "Exchange Online" in sentences.sentence(line.kind, line.name, line.facts)


def test_a_setting_corrected_for_a_case_shows_on_it_also_to_the_customer(world: World, agent: Actor) -> None:
    case = opened(world, "alpha", "two", subject="Mail is slow")
    service_id, account_id = world.service_mail, world.account_two
    admin = world.actor("alpha", "admin_agent")
    administration.begin(admin, account_id, service_id, about=("case", str(case.pk), case.number), now=NOW)
    with acting(admin):
        seen = settings.setting(admin, account_id, service_id, world.setting_two).etag
    plan = administration.plan(
        admin, account_id, service_id, setting_id=world.setting_two, wanted="Off", seen=seen, told=True, now=NOW
    )
    administration.accept(admin, plan.change_id, now=NOW)
    read = {FORWARDING: SettingReading("Off", '"9"')}
    administration.settle(admin, plan.change_id, readings=read, now=NOW)
    run_jobs()
    with acting(agent):
        [evidence] = queries.evidence(agent, case.pk)
    with acting(world.actor("two")):
        [line] = [each for each in queries.own_thread(world.actor("two"), case.pk) if each.is_event]
    assert (evidence.kind, evidence.says) == (EvidenceKind.SESSION, "Exchange Online")
    assert line.sentence.startswith(f"{admin.name} on behalf of the customer:")
    assert line.sentence.endswith("read back the same")


def test_what_names_another_customers_case_stays_off_it(world: World, agent: Actor) -> None:
    """What a look or a session is about came from an address, which anybody can type."""
    other = opened(world, "alpha", "two", subject="Mail is slow")
    for case_id in (other.pk, 10**12):
        about = ("case", str(case_id), other.number)
        health.check(agent, account_id=world.account_one, service_ids=[world.service_mail], about=about, now=NOW)
    run_jobs()
    with acting(agent):
        assert queries.evidence(agent, other.pk) == []
        assert not [entry for entry in queries.thread(agent, other.pk) if entry.is_event]


def test_news_of_an_incident_reach_the_cases_attached_to_it(world: World, agent: Actor, case: Case) -> None:
    incident = world.incident
    actions.link(agent, case.pk, kind=EvidenceKind.INCIDENT, about_id=incident, label="EX", now=NOW)
    handlers.incident_updated(world.system("alpha"), IncidentUpdated(incident_id=incident, at=NOW))
    for _time in range(2):
        handlers.incident_ended(world.system("alpha"), IncidentEnded(incident_id=incident, at=NOW))
    with acting(agent):
        kinds = [entry.kind for entry in queries.thread(agent, case.pk) if entry.is_event]
    assert kinds == ["incident_updated", "incident_ended"]


def test_every_kind_of_line_has_a_sentence_that_bears_missing_facts() -> None:
    for kind in sentences.EVENTS:
        assert isinstance(sentences.sentence(kind, "陈思雨", {}), str)
    assert "100%" in sentences.sentence("closed", "x", {"why": "100%"})
