"""An answer goes out some seconds after it was sent; until then it is nobody's outside the desk and can be undone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from behalf.audit.models import Entry
from behalf.cases import actions, jobs, queries
from behalf.cases.models import Attachment, Case, Message, Outgoing
from behalf.cases.tests.factories import opened, upload
from behalf.kit import clock
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from behalf.notifications import queries as notices
from behalf.notifications.models import Mail
from tests.harness import Elsewhere, SignIn, StandAt
from tests.world import NOW, World, run_jobs

SOON = NOW + timedelta(seconds=10)


@pytest.fixture(autouse=True)
def _ten_seconds(settings: Any) -> None:
    settings.BEHALF_UNDO = 10


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def case(world: World) -> Case:
    found = opened(world, "alpha", "one", subject="Mail is slow")
    run_jobs()
    return found


def send(actor: Actor, case: Case, **values: Any) -> Outgoing:
    row = actions.send(actor, case.pk, **{"body": "Which domain?", "now": NOW, **values})
    assert row is not None
    return row


def read(actor: Actor, case: Case) -> Case:
    with acting(actor):
        return queries.case(actor, case.pk)


def said(actor: Actor, case: Case) -> list[str]:
    with acting(actor):
        rows = Message.objects.visible_to(actor).filter(case_id=case.pk)
        return list(rows.order_by("id").values_list("body", flat=True))[1:]


def going(actor: Actor, case: Case) -> list[str]:
    with acting(actor):
        return [each.body for each in queries.around(actor, case.pk, now=NOW).going]


def letters(actor: Actor) -> list[str]:
    desk = actor.as_system()
    with acting(desk):
        rows = Mail.objects.visible_to(desk).filter(text__contains="Which domain?")
        return list(rows.values_list("to", flat=True))


def test_it_waits_and_then_it_is_the_reply_of_who_sent_it(world: World, agent: Actor, case: Case) -> None:
    row = send(agent, case, wait=True, files=[upload()])
    assert going(world.actor("alpha", "admin_agent"), case) == ["Which domain?"], "colleagues see that it is on its way"
    assert (said(agent, case), read(agent, case).status) == ([], "new")
    with acting(world.actor("one")):
        assert not Outgoing.objects.everywhere(reason="the gate is left out on purpose").exists()
    assert not actions.go_out(world.system("alpha"), row.pk, now=NOW), "not before its time"
    assert actions.go_out(world.system("alpha"), row.pk, now=SOON)
    run_jobs()
    done = read(agent, case)
    assert (said(agent, case), going(agent, case)) == (["Which domain?"], [])
    assert (done.status, done.first_answer_at, done.last_answer_at) == ("waiting_customer", SOON, SOON)
    assert len(letters(agent)) == 1
    with acting(agent):
        message = Message.objects.visible_to(agent).get(case_id=case.pk, body="Which domain?")
        assert (message.author_id, message.at) == (agent.person_id, SOON)
        assert Attachment.objects.visible_to(agent).get(message=message).name == "trace.csv"
        entry = Entry.objects.visible_to(agent).filter(what="cases.replied", subject_id=str(case.pk)).get()
        assert (entry.person_id, entry.person_name) == (agent.person_id, agent.name)
    assert not actions.go_out(world.system("alpha"), row.pk, now=SOON), "the job may come twice"


def test_the_clocks_are_those_of_what_went_out(world: World, agent: Actor, case: Case) -> None:
    send(agent, case)
    actions.note(agent, case.pk, body="Wait", now=NOW + timedelta(seconds=5))
    actions.set_severity(agent, case.pk, severity="A", why="All", now=NOW + timedelta(seconds=6))
    run_late(world)
    assert actions.replay(world.system("alpha"), number=case.number, check=True).differing == ()


def run_late(world: World, seconds: int = 30) -> int:
    return actions.go_out_late(world.system("alpha"), now=NOW + timedelta(seconds=seconds))


def test_undo_leaves_the_case_as_it_was_and_the_text_as_a_draft(world: World, agent: Actor, case: Case) -> None:
    before = read(agent, case)
    row = send(agent, case, wait=True)
    actions.keep_draft(agent, case.pk, form="write", texts={"body": "Next"}, now=NOW)
    actions.undo_send(agent, row.pk, now=NOW + timedelta(seconds=9))
    actions.undo_send(agent, row.pk, now=NOW + timedelta(seconds=9))
    after = read(agent, case)
    for name in ("status", "due_at", "queue_at", "alarm_at", "counts_from", "first_answer_at", "last_answer_at"):
        assert getattr(before, name) == getattr(after, name), name
    assert run_late(world) == 0
    assert (said(agent, case), going(agent, case), letters(agent)) == ([], [], [])
    with acting(agent):
        assert queries.around(agent, case.pk, now=NOW).drafts["write"].texts["body"] == "Which domain?\n\nNext"
        deeds = Entry.objects.visible_to(agent).filter(subject_id=str(case.pk)).values_list("what", flat=True)
        assert "cases.send_undone" in deeds
        assert "cases.replied" not in deeds


def test_late_is_late_and_a_colleagues_is_the_colleagues(world: World, agent: Actor, case: Case) -> None:
    row = send(agent, case)
    with pytest.raises(Conflict, match="who sent it"):
        actions.undo_send(world.actor("alpha", "admin_agent"), row.pk, now=NOW)
    with pytest.raises(NotFound):
        actions.undo_send(world.actor("beta", "helpdesk_agent"), row.pk, now=NOW)
    with pytest.raises(NotAllowed):
        actions.send(world.actor("alpha", "sales_agent"), case.pk, body="x", now=NOW)
    actions.go_out(world.system("alpha"), row.pk, now=SOON)
    with pytest.raises(Conflict, match="gone out"):
        actions.undo_send(agent, row.pk, now=SOON)


def test_a_lost_job_is_made_good_in_the_order_of_sending(world: World, agent: Actor, case: Case) -> None:
    first, second = send(agent, case, body="First"), send(agent, case, body="Second")
    assert run_late(world, 12) == 0, "their own jobs are not late yet"
    with acting(agent):
        assert [each.pk for each in (first, second)] == sorted([first.pk, second.pk])
    assert actions.go_out(world.system("alpha"), second.pk, now=SOON)
    assert said(agent, case) == ["First", "Second"]
    send(agent, case, body="Third")
    assert run_late(world) == 1
    assert said(agent, case) == ["First", "Second", "Third"]


def test_the_worker_finds_what_is_late_by_desk(world: World, agent: Actor, elsewhere: Elsewhere) -> None:
    with elsewhere("web"):
        case = opened(world, "alpha", "one", subject="Late")
        send(agent, case)
    with elsewhere("worker"):
        with clock.standing_at(NOW + timedelta(seconds=12)):
            assert jobs.late_desks() == []
        with clock.standing_at(NOW + timedelta(seconds=30)):
            assert jobs.late_desks() == [("reseller", world.alpha)]
            jobs.go_out_late(world.system("alpha"))
            assert jobs.late_desks() == []
    with elsewhere("web"):
        assert said(agent, case) == ["Which domain?"]


def test_what_the_case_would_refuse_is_refused_at_once(agent: Actor, case: Case) -> None:
    with pytest.raises(Invalid):
        send(agent, case, body="  ")
    with pytest.raises(Invalid, match=r"trace\.exe"):
        send(agent, case, files=[upload("trace.exe")])
    with pytest.raises(NotFound):
        send(agent, case, kind="macro", block_id=None)
    assert going(agent, case) == []


def test_a_macro_does_nothing_before_it_has_gone_out(world: World, agent: Actor, case: Case) -> None:
    macro = actions.keep_block(agent, name="Out", body="x", then="resolve", takes=True, severity="A", tag="o", now=NOW)
    row = send(agent, case, kind="macro", block_id=macro.pk, body="{{number}} works.")
    assert going(agent, case) == [f"{case.number} works."]
    assert (read(agent, case).severity, read(agent, case).assignee_id) == ("B", None)
    actions.go_out(world.system("alpha"), row.pk, now=SOON)
    done = read(agent, case)
    assert (done.status, done.severity, done.assignee_id) == ("resolved", "A", agent.person_id)


def test_what_cannot_be_sent_any_more_comes_back_with_a_notice(world: World, agent: Actor, case: Case) -> None:
    row = send(agent, case, kind="resolve", body="Which domain?")
    actions.reply_own(world.actor("one"), case.pk, body="It works again!", now=NOW + timedelta(seconds=3))
    actions.go_out(world.system("alpha"), row.pk, now=SOON)
    assert read(agent, case).status == "new"
    with acting(agent):
        assert queries.around(agent, case.pk, now=NOW).drafts["resolve"].texts == {"body": "Which domain?"}
        told = [notice.text for notice in notices.notices(agent)]
    assert any("Not sent on" in text and "wrote meanwhile" in text for text in told)


def test_who_has_written_meanwhile_is_not_waited_for(world: World, agent: Actor, case: Case) -> None:
    row = send(agent, case, wait=True)
    actions.reply_own(world.actor("one"), case.pk, body="And the printer!", now=NOW + timedelta(seconds=3))
    actions.go_out(world.system("alpha"), row.pk, now=SOON)
    assert read(agent, case).status == "in_progress"


def test_closing_and_merging_send_first(world: World, agent: Actor, case: Case) -> None:
    other = opened(world, "alpha", "one", subject="Mail is slow again")
    send(agent, case, body="First")
    actions.merge(agent, case.pk, into_id=other.pk, now=NOW + timedelta(seconds=2))
    assert said(agent, case) == ["First"]
    send(agent, other, body="Last")
    actions.close(agent, other.pk, why="Spoken", now=NOW + timedelta(seconds=4))
    assert said(agent, other) == ["Last"]


def test_children_hear_it_when_it_goes_out(world: World, agent: Actor, case: Case) -> None:
    child = opened(world, "alpha", "two", subject="Mail is slow here, too")
    actions.adopt(agent, case.pk, child_id=child.pk, now=NOW)
    row = send(agent, case, children=True)
    assert said(agent, child) == []
    actions.go_out(world.system("alpha"), row.pk, now=SOON)
    assert said(agent, child) == ["Which domain?"]


def test_many_are_taken_back_at_once(world: World, agent: Actor, case: Case) -> None:
    other = opened(world, "alpha", "two", subject="Mail is slow")
    results = actions.reply_all(agent, [case.pk, other.pk], body="{{number}}: soon", now=NOW)
    (batch,) = {each.batch for each in results}
    assert actions.undo_batch(world.actor("alpha", "admin_agent"), batch, now=NOW) == 0
    assert actions.undo_batch(agent, batch, now=NOW) == 2
    assert run_late(world) == 0
    assert said(agent, case) == said(agent, other) == []


def test_files_that_wait_are_not_swept_and_those_taken_back_are(world: World, agent: Actor, case: Case) -> None:
    row = send(agent, case, files=[upload()])
    tomorrow = NOW + timedelta(days=1, hours=7)
    path = row.files[0]["path"]
    actions.sweep(world.system("alpha"), now=tomorrow)
    assert default_storage.exists(path)
    actions.undo_send(agent, row.pk, now=NOW)
    actions.sweep(world.system("alpha"), now=tomorrow)
    assert not default_storage.exists(path)


# --- Pages -----------------------------------------------------------------------------------------------------------


def test_the_page_sends_shows_and_takes_back(
    client: Client, sign_in: SignIn, agent: Actor, case: Case, stand_at: StandAt
) -> None:
    stand_at(NOW)
    sign_in(client, agent)
    at, write = (reverse(f"cases:{name}", kwargs={"case_id": case.pk}) for name in ("case", "write"))
    assert client.post(write, {"kind": "reply", "body": "Which domain?"}).status_code == 303
    shown = client.get(at).content.decode()
    assert "Goes out in" in shown
    with acting(agent):
        row = Outgoing.objects.visible_to(agent).get(case_id=case.pk)
    undo = reverse("cases:undo_send", kwargs={"case_id": case.pk, "outgoing_id": row.pk})
    assert client.post(undo)["Location"].endswith("#write")
    shown = client.get(at).content.decode()
    assert "Goes out in" not in shown
    assert "Which domain?</textarea>" in shown
    resolve = reverse("cases:resolve", kwargs={"case_id": case.pk})
    assert client.post(resolve, {"body": "Done"}).status_code == 303
    with acting(agent):
        row = Outgoing.objects.visible_to(agent).get(case_id=case.pk, done_at=None)
    stand_at(SOON)
    jobs.send(agent.as_system(), outgoing_id=row.pk)
    late = reverse("cases:undo_send", kwargs={"case_id": case.pk, "outgoing_id": row.pk})
    assert "cannot be taken back" in client.get(client.post(late)["Location"]).content.decode()
