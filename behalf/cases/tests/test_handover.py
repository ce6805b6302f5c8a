"""The list for the next shift."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from behalf.audit.models import Entry
from behalf.cases import actions, queries
from behalf.cases.models import Case, Handover
from behalf.cases.tests.factories import opened
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid, NotAllowed
from behalf.kit.tenancy import acting
from behalf.notifications import queries as notices
from tests.harness import SignIn, StandAt
from tests.world import NOW, World

HOUR = timedelta(hours=1)


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def boss(world: World) -> Actor:
    return world.actor("alpha", "admin_agent")


def brief(actor: Actor, *, hours: int = 8) -> queries.Brief:
    with acting(actor):
        return queries.brief(actor, hours=hours, now=NOW)


def under(actor: Actor, key: str, *, hours: int = 8) -> list[int]:
    return [case.pk for part in brief(actor, hours=hours).parts if part.key == key for case in part.cases]


def test_each_case_stands_under_its_first_reason(world: World, agent: Actor) -> None:
    severe = opened(world, "alpha", "one", subject="All is down", severity="A")
    due = opened(world, "alpha", "one", subject="Mail is slow")
    up = opened(world, "alpha", "one", subject="With them", severity="C")
    actions.set_status(agent, up.pk, status="with_operator", kind="escalated", now=NOW)
    wrote = opened(world, "alpha", "one", subject="A wish", severity="C")
    actions.reply_own(world.actor("one"), wrote.pk, body="Any news?", now=NOW)
    closed = opened(world, "alpha", "one", subject="Over", severity="A")
    actions.close(agent, closed.pk, why="Spoken", now=NOW)
    found = brief(agent, hours=4)
    assert severe.pk in under(agent, "severe", hours=4)
    assert due.pk in under(agent, "due", hours=4)
    assert closed.pk not in found.ids
    assert len(found.ids) == sum(len(part.cases) for part in found.parts), "each once"
    long = brief(agent, hours=12)
    assert {severe.pk, due.pk, up.pk, wrote.pk} <= set(long.ids)
    assert not set(long.ids) & set(brief(world.actor("beta", "helpdesk_agent")).ids)


def test_the_last_note_goes_along_and_so_do_my_reminders(world: World, agent: Actor, boss: Actor) -> None:
    case = opened(world, "alpha", "one", subject="All is down", severity="A")
    actions.note(agent, case.pk, body="First", now=NOW)
    actions.note(agent, case.pk, body="Call them at six", now=NOW)
    actions.remind(agent, case.pk, choice="hour", word="Call", now=NOW)
    found = brief(agent)
    assert found.notes[case.pk].body == "Call them at six"
    assert [each.word for each in found.reminders] == ["Call"]
    assert brief(boss).reminders == []


def test_the_desk_is_handed_over_to_a_colleague(world: World, agent: Actor, boss: Actor) -> None:
    case = opened(world, "alpha", "one", subject="All is down", severity="A")
    row = actions.hand_over(agent, to_id=boss.person, hours=8, word="Quiet", now=NOW)
    assert case.pk in row.cases
    last = brief(boss).last
    assert last is not None
    assert (last.by_name, last.to_name, last.word) == (agent.name, boss.name, "Quiet")
    with acting(boss):
        assert any("handed the desk over" in notice.text for notice in notices.notices(boss))
        assert Entry.objects.visible_to(boss).filter(what="cases.handed_over").count() == 1
    strangers = (world.actor("alpha", "sales_agent"), world.actor("beta", "helpdesk_agent"))
    for to_id, hours in ((agent.person, 8), (boss.person, 7), *((each.person, 8) for each in strangers)):
        with pytest.raises(Invalid):
            actions.hand_over(agent, to_id=to_id, hours=hours, now=NOW)
    with pytest.raises(NotAllowed):
        actions.hand_over(world.actor("alpha", "sales_agent"), to_id=boss.person, hours=8, now=NOW)
    for stranger in (world.actor("beta", "helpdesk_agent"), world.actor("one")):
        with acting(stranger):
            assert not Handover.objects.everywhere(reason="the gate is left out on purpose").exists()


def test_the_page_lists_notes_and_hands_over(
    client: Client, sign_in: SignIn, world: World, agent: Actor, boss: Actor, stand_at: StandAt
) -> None:
    stand_at(NOW)
    case: Case = opened(world, "alpha", "one", subject="All is down", severity="A")
    sign_in(client, agent)
    at = reverse("cases:handover")
    assert "All is down" in client.get(at).content.decode()
    word = reverse("cases:handover_word", kwargs={"case_id": case.pk})
    assert client.post(word, {"word": "Call them at six", "hours": "12"})["Location"].endswith("?hours=12")
    assert "Call them at six" in client.get(at, {"hours": "12"}).content.decode()
    assert client.post(at, {"hours": "8", "to_id": ""}).status_code == 422
    assert client.post(at, {"hours": "8", "to_id": str(boss.person), "word": "Quiet"}).status_code == 303
    assert "Quiet" in client.get(at).content.decode()
    assert reverse("cases:handover") in client.get(reverse("cases:queue")).content.decode()
