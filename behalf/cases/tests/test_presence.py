"""Who is at a case, as colleagues see it; and two who answer at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse

from behalf.cases import actions, queries, rules
from behalf.cases.models import Message, Presence
from behalf.cases.queries import Present
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from tests.harness import SignIn, StandAt
from tests.world import NOW, World

SECOND = timedelta(seconds=1)
ON_PURPOSE = "the gate is left out on purpose"


def others(actor: Actor, case_id: int, after: timedelta = timedelta()) -> list[Present]:
    """Whom the actor sees at the case."""
    with acting(actor):
        return queries.present(actor, case_id, now=NOW + after)


def test_colleagues_see_each_other_and_nobody_sees_themselves(world: World) -> None:
    agent, admin = world.actor("alpha", "helpdesk_agent"), world.actor("alpha", "admin_agent")
    actions.attend(agent, world.case_one, tab="a", now=NOW)
    actions.attend(admin, world.case_one, writing="reply", tab="b", now=NOW)
    assert others(agent, world.case_one) == [Present(admin.name, "reply")]
    assert others(admin, world.case_one) == [Present(agent.name)]
    assert others(agent, world.case_two) == []
    with acting(agent):
        assert queries.tabs(agent, now=NOW).present == {world.case_one: (Present(admin.name, "reply"),)}


def test_it_is_over_by_itself_and_said_once_for_a_person(world: World) -> None:
    agent, admin = world.actor("alpha", "helpdesk_agent"), world.actor("alpha", "admin_agent")
    for after in (0, 15, 30):
        actions.attend(agent, world.case_one, tab="a", now=NOW + after * SECOND)
    last = 30 * SECOND + rules.PRESENT_FOR
    assert others(admin, world.case_one, last) == [Present(agent.name)]
    assert others(admin, world.case_one, last + SECOND) == []
    actions.attend(admin, world.case_two, tab="b", now=NOW + last + SECOND)
    with acting(admin):
        assert [row.person_id for row in Presence.objects.visible_to(admin)] == [admin.person_id], "what is over goes"


def test_who_leaves_is_gone_but_not_from_another_window(world: World) -> None:
    agent, admin = world.actor("alpha", "helpdesk_agent"), world.actor("alpha", "admin_agent")
    actions.attend(agent, world.case_one, tab="first", now=NOW)
    actions.attend(agent, world.case_one, tab="second", now=NOW)
    actions.leave(agent, world.case_one, tab="first", now=NOW)
    assert others(admin, world.case_one) == [Present(agent.name)]
    actions.leave(agent, world.case_one, tab="second", now=NOW)
    assert others(admin, world.case_one) == []


def test_it_is_the_desks_alone(world: World) -> None:
    agent, stranger = world.actor("alpha", "helpdesk_agent"), world.actor("beta", "helpdesk_agent")
    actions.attend(agent, world.case_one, tab="a", now=NOW)
    with pytest.raises(NotFound):
        actions.attend(stranger, world.case_one, tab="b", now=NOW)
    with pytest.raises(NotAllowed):
        actions.attend(world.actor("one"), world.case_one, tab="c", now=NOW)
    for who in (stranger, world.actor("one"), world.actor("operator", "operator_engineer")):
        with acting(who):
            assert not Presence.objects.everywhere(reason=ON_PURPOSE).exists()


def test_the_database_lets_nobody_stand_at_a_strangers_case(world: World) -> None:
    stranger = world.actor("beta", "helpdesk_agent")
    row = {"case_id": world.case_one, "person_id": stranger.person, "name": "x", "tab": "x", "until": NOW}
    with acting(stranger), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Presence(org_id=world.alpha, **row).save(force_insert=True)


def test_the_table_is_not_logged(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select relpersistence from pg_class where relname = 'cases_presence'")
        assert cursor.fetchone() == ("u",)


def test_the_page_says_it_and_the_list_marks_it(
    world: World, client: Client, sign_in: SignIn, stand_at: StandAt
) -> None:
    stand_at(NOW)
    agent, admin = world.actor("alpha", "helpdesk_agent"), world.actor("alpha", "admin_agent")
    actions.attend(admin, world.case_one, writing="reply", tab="b", now=NOW)
    sign_in(client, agent)
    answer = client.post(reverse("cases:attend", args=[world.case_one]), {"tab": "a", "writing": "sonnet"})
    assert "is writing a reply" in answer.content.decode()
    assert admin.name in answer.content.decode()
    assert others(admin, world.case_one) == [Present(agent.name)], "what is no kind of writing is none"
    assert "is writing a reply" in client.get(f"/cases/{world.case_one}/").content.decode()
    page = client.get("/cases/?view=all").content.decode()
    assert f"{admin.name} is writing" in page
    assert client.post(reverse("cases:leave", args=[world.case_one]), {"tab": "a"}).status_code == 204
    assert others(admin, world.case_one) == []


def test_the_live_list_says_nothing_new_until_something_is(
    world: World, client: Client, sign_in: SignIn, stand_at: StandAt
) -> None:
    stand_at(NOW)
    agent = world.actor("alpha", "helpdesk_agent")
    sign_in(client, agent)
    stamp = client.get("/cases/live/?view=all").content.decode().partition('data-stamp="')[2].partition('"')[0]
    address = f"/cases/live/?view=all&stamp={stamp}"
    assert client.get(address).status_code == 204
    actions.attend(world.actor("alpha", "admin_agent"), world.case_one, tab="b", now=NOW)
    assert client.get(address).status_code == 200


def last_message(actor: Actor, case_id: int) -> int:
    """The last message that somebody who looks now has seen."""
    with acting(actor):
        return Message.objects.visible_to(actor).filter(case_id=case_id).latest("id").pk


def test_the_second_answer_is_stopped_once(world: World) -> None:
    agent, admin = world.actor("alpha", "helpdesk_agent"), world.actor("alpha", "admin_agent")
    seen = last_message(agent, world.case_one)
    actions.send(admin, world.case_one, body="I have it.", seen=seen, now=NOW)
    with pytest.raises(Conflict) as stopped:
        actions.send(agent, world.case_one, body="So do I.", seen=seen, now=NOW)
    assert stopped.value.field == "seen"
    told = _since(agent, world.case_one, seen)[-1].pk
    assert last_message(agent, world.case_one) == told
    actions.send(agent, world.case_one, body="So do I.", seen=told, now=NOW)


def _since(actor: Actor, case_id: int, seen: int) -> list[Message]:
    with acting(actor):
        return queries.said_since(actor, case_id, seen)


def test_what_one_said_oneself_stops_nobody(world: World) -> None:
    agent = world.actor("alpha", "helpdesk_agent")
    seen = last_message(agent, world.case_one)
    actions.note(agent, world.case_one, body="To myself.", now=NOW)
    actions.send(agent, world.case_one, body="To you.", seen=seen, now=NOW)
    assert _since(agent, world.case_one, seen) == []


def test_the_customers_word_stops_an_answer_and_a_note_does_not_ask(world: World) -> None:
    agent, customer = world.actor("alpha", "helpdesk_agent"), world.actor("one")
    seen = last_message(agent, world.case_one)
    actions.reply_own(customer, world.case_one, body="It works again.", now=NOW)
    with pytest.raises(Conflict):
        actions.send(agent, world.case_one, body="Restart it.", seen=seen, now=NOW)
    actions.note(agent, world.case_one, body="Strange.", now=NOW)


def test_an_answer_on_its_way_stops_the_second_as_one_that_was_sent(world: World, settings: Any) -> None:
    """Whoever of the two was first: told once, while it waits, and not again when it has gone out."""
    settings.BEHALF_UNDO = 10
    agent, admin = world.actor("alpha", "helpdesk_agent"), world.actor("alpha", "admin_agent")
    for first, second, case_id in ((admin, agent, world.case_one), (agent, admin, world.case_two)):
        seen = last_message(agent, case_id)
        waits = actions.send(first, case_id, body="I have it.", seen=seen, now=NOW)
        assert waits is not None
        with pytest.raises(Conflict) as stopped:
            actions.send(second, case_id, body="So do I.", seen=seen, now=NOW)
        assert stopped.value.field == "seen"
        more = actions.send(first, case_id, body="And more.", seen=seen, now=NOW)
        assert more is not None, "one's own stops nobody"
        with pytest.raises(Conflict):
            actions.send(second, case_id, body="So do I.", seen=seen, going=waits.pk, now=NOW)
        assert actions.send(second, case_id, body="So do I.", seen=seen, going=more.pk, now=NOW)
        later = NOW + timedelta(seconds=11)
        for row in (waits.pk, more.pk):
            actions.go_out(world.system("alpha"), row, now=later)
        assert last_message(agent, case_id) > seen
        assert actions.send(second, case_id, body="Once more.", seen=seen, going=more.pk, now=later), "known before"
        with pytest.raises(Conflict):
            actions.send(second, case_id, body="Late.", seen=seen, now=later)


def test_an_answer_that_was_taken_back_stops_nobody(world: World, settings: Any) -> None:
    settings.BEHALF_UNDO = 10
    agent, admin = world.actor("alpha", "helpdesk_agent"), world.actor("alpha", "admin_agent")
    seen = last_message(agent, world.case_one)
    waits = actions.send(admin, world.case_one, body="I have it.", seen=seen, now=NOW)
    assert waits is not None
    actions.undo_send(admin, waits.pk, now=NOW)
    assert actions.send(agent, world.case_one, body="So do I.", seen=seen, now=NOW)


def test_the_page_shows_what_a_colleague_is_sending(
    world: World, client: Client, sign_in: SignIn, stand_at: StandAt, settings: Any
) -> None:
    settings.BEHALF_UNDO = 10
    stand_at(NOW)
    agent, admin = world.actor("alpha", "helpdesk_agent"), world.actor("alpha", "admin_agent")
    sign_in(client, agent)
    address = reverse("cases:write", args=[world.case_one])
    given = {"kind": "reply", "body": "So do I.", "seen": str(last_message(agent, world.case_one)), "going": "0"}
    waits = actions.send(admin, world.case_one, body="I have it.", now=NOW)
    assert waits is not None
    stopped = client.post(address, {**given, "once": "k"})
    page = stopped.content.decode().partition('id="interrupted"')[2]
    assert stopped.status_code == 422
    assert "I have it." in page.partition("</section>")[0]
    assert f'name="going" value="{waits.pk}"' in page
    assert client.post(address, {**given, "going": str(waits.pk), "once": "k"}).status_code == 303


def test_the_page_keeps_the_text_and_shows_what_was_said(
    world: World, client: Client, sign_in: SignIn, stand_at: StandAt
) -> None:
    stand_at(NOW)
    agent, admin = world.actor("alpha", "helpdesk_agent"), world.actor("alpha", "admin_agent")
    sign_in(client, agent)
    address = reverse("cases:write", args=[world.case_one])
    seen = last_message(agent, world.case_one)
    actions.reply(admin, world.case_one, body="I have it.", now=NOW)
    told = last_message(agent, world.case_one)
    stopped = client.post(address, {"kind": "reply", "body": "So do I.", "seen": seen, "once": "k"})
    page = stopped.content.decode()
    assert stopped.status_code == 422
    assert "Somebody wrote while you did" in page
    assert ">So do I.</textarea>" in page
    assert f'name="seen" value="{told}"' in page
    assert last_message(agent, world.case_one) == told
    assert client.post(address, {"kind": "reply", "body": "So do I.", "seen": told, "once": "k"}).status_code == 303
    assert last_message(agent, world.case_one) > told
