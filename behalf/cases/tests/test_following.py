"""Following a case that is another's, and being reminded of one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from behalf.cases import actions, jobs, queries, reminding
from behalf.cases.models import Case, Follow, Reminder
from behalf.cases.tests.factories import opened
from behalf.kit import clock
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from behalf.kit.tenancy import acting
from behalf.notifications import queries as notices
from tests.harness import Elsewhere, SignIn, StandAt
from tests.world import NOW, World, run_jobs

HOUR = timedelta(hours=1)
SHANGHAI, BERLIN = "Asia/Shanghai", "Europe/Berlin"


@pytest.fixture
def agent(world: World) -> Actor:
    return world.actor("alpha", "helpdesk_agent")


@pytest.fixture
def boss(world: World) -> Actor:
    return world.actor("alpha", "admin_agent")


@pytest.fixture
def case(world: World) -> Case:
    return opened(world, "alpha", "one", subject="Mail is slow")


def told(actor: Actor, kind: str = "case_followed") -> list[str]:
    run_jobs()
    with acting(actor):
        return [notice.text for notice in reversed(notices.notices(actor)) if notice.kind == kind]


# --- Rules -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "zone", "expected"),
    [
        ("hour", SHANGHAI, NOW + HOUR),
        ("tomorrow", SHANGHAI, datetime(2026, 11, 25, 1, tzinfo=UTC)),
        ("tomorrow", BERLIN, datetime(2026, 11, 25, 8, tzinfo=UTC)),
        ("monday", SHANGHAI, datetime(2026, 11, 30, 1, tzinfo=UTC)),
        ("at", SHANGHAI, None),
    ],
)
def test_quick_choices_are_on_the_persons_clock(choice: str, zone: str, expected: datetime | None) -> None:
    assert reminding.chosen(choice, at=None, now=NOW, zone=zone) == expected


def test_a_monday_is_the_next_one_and_a_time_is_the_persons() -> None:
    monday = datetime(2026, 11, 30, 0, 30, tzinfo=UTC)
    assert reminding.chosen("monday", at=None, now=monday, zone=SHANGHAI) == datetime(2026, 12, 7, 1, tzinfo=UTC)
    late = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)  # already Monday in Shanghai, still Sunday in UTC
    assert reminding.chosen("tomorrow", at=None, now=late, zone=SHANGHAI) == datetime(2026, 12, 1, 1, tzinfo=UTC)
    wall = datetime(2026, 11, 26, 14, 15, tzinfo=UTC)
    assert reminding.chosen("at", at=wall, now=NOW, zone=BERLIN) == datetime(2026, 11, 26, 13, 15, tzinfo=UTC)


# --- Following -------------------------------------------------------------------------------------------------------


def test_who_follows_is_told_what_others_do(world: World, agent: Actor, boss: Actor, case: Case) -> None:
    actions.follow(boss, case.pk, now=NOW)
    actions.follow(boss, case.pk, now=NOW)
    actions.note(agent, case.pk, body="Look at the trace", now=NOW)
    actions.reply(agent, case.pk, body="We look", now=NOW + HOUR)
    actions.reply_own(world.actor("one"), case.pk, body="Thanks", now=NOW + 2 * HOUR)
    actions.resolve(agent, case.pk, body="Done", now=NOW + 3 * HOUR)
    actions.reopen(agent, case.pk, why="No", now=NOW + 4 * HOUR)
    actions.close(agent, case.pk, why="Spoken", now=NOW + 5 * HOUR)
    number = case.number
    assert told(boss) == [
        f"{agent.name} wrote on {number}: Mail is slow", f"{agent.name} wrote on {number}: Mail is slow",
        f"The customer replied on {number}: Mail is slow", f"{agent.name} resolved {number}: Mail is slow",
        f"{number} was reopened: Mail is slow", f"{number} was closed: Mail is slow",
    ]  # fmt: skip
    assert told(agent) == [], "only who follows"


def test_who_follows_is_told_whose_it_is_and_how_urgent(world: World, agent: Actor, boss: Actor, case: Case) -> None:
    other, number = world.actor("alpha", "global_admin"), case.number
    actions.follow(boss, case.pk, now=NOW)
    actions.take(agent, case.pk, now=NOW)
    actions.set_severity(agent, case.pk, severity="A", why="More people", now=NOW + HOUR)
    actions.assign(agent, case.pk, person_id=other.person_id, now=NOW + 2 * HOUR)
    actions.assign(other, case.pk, person_id=None, now=NOW + 3 * HOUR)
    assert told(boss) == [
        f"{agent.name} took {number}: Mail is slow",
        f"{agent.name} set the severity of {number} to A: Mail is slow",
        f"{agent.name} gave {number} to {other.name}: Mail is slow",
        f"{other.name} put {number} back into the queue: Mail is slow",
    ]
    actions.assign(agent, case.pk, person_id=boss.person_id, now=NOW + 4 * HOUR)
    actions.set_severity(boss, case.pk, severity="B", why="Fewer", now=NOW + 5 * HOUR)
    assert len(told(boss)) == 4, "of what was given to oneself one is told as its owner, of an own act not at all"
    assert len(told(boss, "case_assigned")) == 1


def test_who_follows_is_told_once_of_a_broken_promise(world: World) -> None:
    """On a desk without a rota, where of a case in the queue nobody else is told."""
    owner, follower = world.actor("beta", "helpdesk_agent"), world.actor("beta", "admin_agent")
    case = opened(world, "beta", "three", subject="Mail is slow")
    actions.take(owner, case.pk, now=NOW)
    for person in (owner, follower):
        actions.follow(person, case.pk, now=NOW)
    for at in (NOW + 5 * HOUR, NOW + 6 * HOUR):
        actions.sound(world.system("beta"), now=at)
    late = [f"The first response on {case.number} is late: Mail is slow"]
    assert told(follower, "case_late") == late, "and of no case that they do not follow"
    assert told(owner, "case_late") == late, "once, as owner and follower"


def test_who_follows_what_was_merged_is_told_of_the_survivors_promise(world: World) -> None:
    owner, follower = world.actor("beta", "helpdesk_agent"), world.actor("beta", "admin_agent")
    merged, survivor = (opened(world, "beta", "three", subject="Mail is slow") for _each in range(2))
    actions.follow(follower, merged.pk, now=NOW)
    actions.merge(owner, merged.pk, into_id=survivor.pk, now=NOW)
    actions.sound(world.system("beta"), now=NOW + 5 * HOUR)
    assert told(follower, "case_late") == [f"The first response on {survivor.number} is late: Mail is slow"]


def test_not_of_what_one_does_oneself_and_not_after_leaving(agent: Actor, boss: Actor, case: Case) -> None:
    actions.follow(agent, case.pk, now=NOW)
    actions.reply(agent, case.pk, body="We look", now=NOW)
    actions.close(agent, case.pk, why="Spoken", now=NOW)
    assert told(agent) == []
    actions.follow(agent, case.pk, follows=False, now=NOW)
    actions.reopen(boss, case.pk, why="No", now=NOW)
    assert told(agent) == []


def test_following_goes_on_after_a_merge(world: World, agent: Actor, boss: Actor, case: Case) -> None:
    survivor = opened(world, "alpha", "one", subject="Mail is slow again")
    actions.follow(boss, case.pk, now=NOW)
    actions.merge(agent, case.pk, into_id=survivor.pk, now=NOW)
    actions.note(agent, survivor.pk, body="One of them", now=NOW)
    assert told(boss) == [f"{agent.name} wrote on {survivor.number}: Mail is slow again"]
    actions.follow(boss, survivor.pk, follows=False, now=NOW)
    with acting(boss):
        assert queries.followers(boss, survivor.pk) == []


# --- Reminders -------------------------------------------------------------------------------------------------------


def test_a_reminder_comes_once_at_its_time(world: World, agent: Actor, case: Case) -> None:
    desk = world.system("alpha")
    actions.remind(agent, case.pk, choice="hour", word="Call Ms Li", now=NOW)
    assert actions.tell_reminders(desk, now=NOW + HOUR / 2) == 0
    assert actions.tell_reminders(desk, now=NOW + HOUR) == 1
    assert actions.tell_reminders(desk, now=NOW + 2 * HOUR) == 0
    assert told(agent, "case_reminder") == [f"Reminder of {case.number}: Call Ms Li"]


def test_what_is_done_is_not_told(world: World, agent: Actor, boss: Actor, case: Case) -> None:
    row = actions.remind(agent, case.pk, choice="tomorrow", now=NOW)
    with acting(agent):
        assert [each.pk for each in queries.reminders(agent, before=NOW + 48 * HOUR)] == [row.pk]
        assert queries.reminders(agent, before=NOW + HOUR) == []
    with acting(boss):
        assert queries.reminders(boss, before=NOW + 48 * HOUR) == []
        assert queries.around(boss, case.pk, now=NOW).reminders == []
    with pytest.raises(Conflict):
        actions.end_reminder(boss, row.pk, now=NOW)
    actions.end_reminder(agent, row.pk, now=NOW)
    assert actions.tell_reminders(world.system("alpha"), now=NOW + 48 * HOUR) == 0


def test_a_reminder_is_for_a_time_to_come(world: World, agent: Actor, case: Case) -> None:
    for at in (None, NOW - HOUR, NOW + timedelta(days=400)):
        with pytest.raises(Invalid):
            actions.remind(agent, case.pk, choice="at", at=at, now=NOW)


def test_both_are_the_desks_own(world: World, agent: Actor, case: Case) -> None:
    actions.follow(agent, case.pk, now=NOW)
    actions.remind(agent, case.pk, choice="hour", now=NOW)
    for actor, refused in ((world.actor("beta", "helpdesk_agent"), NotFound),
                           (world.actor("alpha", "sales_agent"), NotAllowed)):  # fmt: skip
        with pytest.raises(refused):
            actions.follow(actor, case.pk, now=NOW)
        with pytest.raises(refused):
            actions.remind(actor, case.pk, choice="hour", now=NOW)
    for stranger in (world.actor("beta", "helpdesk_agent"), world.actor("one")):
        with acting(stranger):
            for model in (Follow, Reminder):
                assert not model.objects.everywhere(reason="the gate is left out").filter(case_id=case.pk).exists()


def test_the_worker_finds_the_desks_with_a_reminder(world: World, agent: Actor, elsewhere: Elsewhere) -> None:
    with elsewhere("web"):
        case = opened(world, "alpha", "one", subject="Remind")
        actions.remind(agent, case.pk, choice="hour", now=NOW)
    with elsewhere("worker"):
        with clock.standing_at(NOW):
            assert jobs.reminding_desks() == []
        with clock.standing_at(NOW + HOUR):
            assert jobs.reminding_desks() == [("reseller", world.alpha)]
            jobs.remind(world.system("alpha"))
            assert jobs.reminding_desks() == []


# --- Pages -----------------------------------------------------------------------------------------------------------


def test_the_page_follows_and_reminds(
    client: Client, sign_in: SignIn, agent: Actor, case: Case, stand_at: StandAt
) -> None:
    stand_at(NOW)
    sign_in(client, agent)
    at = {name: reverse(f"cases:{name}", kwargs={"case_id": case.pk}) for name in ("case", "follow", "remind")}
    assert "Follow the case" in client.get(at["case"]).content.decode()
    assert client.post(at["follow"]).status_code == 303
    assert "Do not follow it any more" in client.get(at["case"]).content.decode()
    assert "On Monday at 9:00" in client.get(at["case"] + "?do=remind").content.decode()
    assert client.post(at["remind"], {"choice": "at", "at": ""}).status_code == 422
    sent = {"choice": "at", "at": "2026-11-24T18:05", "word": "Call Ms Li"}
    assert client.post(at["remind"], sent).status_code == 303
    assert "Call Ms Li" in client.get(at["case"]).content.decode()
    assert "Call Ms Li" in client.get("/").content.decode(), "on the overview of the day"
    with acting(agent):
        row = Reminder.objects.visible_to(agent).get(case_id=case.pk)
    assert row.at == datetime(2026, 11, 24, 10, 5, tzinfo=UTC)
    done = reverse("cases:end_reminder", kwargs={"case_id": case.pk, "reminder_id": row.pk})
    assert client.post(done).status_code == 303
    assert "Call Ms Li" not in client.get(at["case"]).content.decode()
