"""Robots of chat groups: who is told what, in which hours, together or later, and what is shown when it fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from behalf.agreements import queries as agreements
from behalf.cases import actions as cases
from behalf.cases.models import Case
from behalf.cases.tests.factories import opened
from behalf.channels import actions, jobs, rules
from behalf.channels.models import Occasion, Robot, RobotNotice
from behalf.connectors.simulator.behaviour import Behaviour
from behalf.connectors.simulator.server import Simulator, running
from behalf.kit.errors import Invalid
from behalf.kit.tenancy import acting
from behalf.notifications.models import Notice
from tests.harness import Elsewhere, SignIn, StandAt, read_world
from tests.world import NOW, World, run_jobs

TOKEN = "693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa"
SECOND = timedelta(seconds=1)
EVERY = Occasion.values

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(stand_at: StandAt) -> None:
    stand_at(NOW)


@pytest.fixture
def provider(tmp_path: Path, settings: Any) -> Iterator[Simulator]:
    """A provider of robots on this machine, which every desk's messages reach in place of the real ones."""
    with running(tmp_path) as server:
        settings.BEHALF_ROBOTS_URL = server.url
        yield server


def kept(world: World, robot_id: int | None = None, **differently: Any) -> Robot:
    """A robot of alpha that tells everything, in English."""
    given: dict[str, Any] = {
        "provider": "wecom", "name": "Desk", "webhook": TOKEN, "language": "en", "occasions": EVERY, **differently,
    }  # fmt: skip
    return actions.keep_robot(world.actor("alpha", "global_admin"), robot_id, now=NOW, **given)


def heard(provider: Simulator) -> list[str]:
    return provider.robots.said().get(TOKEN, [])


def row(world: World, robot: Robot) -> Robot:
    system = world.system("alpha")
    with acting(system):
        return Robot.objects.visible_to(system).get(pk=robot.pk)


def notices(world: World, robot: Robot) -> list[tuple[str, str]]:
    system = world.system("alpha")
    with acting(system):
        rows = RobotNotice.objects.visible_to(system).filter(robot=robot).order_by("pk")
        return list(rows.values_list("state", "error"))


def test_a_case_is_told_by_number_severity_and_subject_alone(world: World, provider: Simulator) -> None:
    kept(world)
    case = opened(world, "alpha", "two", subject="[Mail] stops", severity="A", hours_ago=0)
    run_jobs()
    (said,) = heard(provider)
    assert f"[A · {case.number} was opened: ［Mail］ stops](http" in said
    assert f"/cases/{case.pk}/" in said
    first = case.contact_name
    assert first not in said


def test_what_colleagues_and_customers_write_never_goes_out(world: World, provider: Simulator) -> None:
    kept(world)
    agent = world.actor("alpha", "helpdesk_agent")
    cases.note(agent, world.case_one, body="The password is hunter2", now=NOW)
    cases.reply(agent, world.case_one, body="Please wait", now=NOW)
    cases.reply_own(world.actor("one"), world.case_one, body="We wait", now=NOW)
    run_jobs()
    assert heard(provider) == []
    with acting(world.system("alpha")):
        cases.hear(
            world.system("alpha"), world.case_one, body="Ask them for hunter2", author_name="Engineer", party="oper",
            key="x:1", now=NOW,
        )  # fmt: skip
    run_jobs()
    assert "The operator answered on" in heard(provider)[0]
    assert "hunter2" not in heard(provider)[0]


@pytest.mark.parametrize(
    ("wants", "heard_of"),
    [
        ({"occasions": [Occasion.OPENED]}, [1]),
        ({"occasions": [Occasion.OPENED_A, Occasion.BROKEN]}, []),
        ({"severities": "A"}, []),
        ({"severities": "AB"}, [1]),
        ({"account_id": "account_two"}, [1]),
        ({"account_id": "account_one"}, []),
        ({"service_id": "exchange-online"}, [1]),
        ({"service_id": "intune"}, []),
    ],
)
def test_a_robot_tells_what_was_chosen(
    world: World, provider: Simulator, wants: dict[str, Any], heard_of: list[int]
) -> None:
    chosen = {
        name: world[value] if name == "account_id" else world.services[value] if name == "service_id" else value
        for name, value in wants.items()
    }
    kept(world, **chosen)
    opened(world, "alpha", "two", subject="Mail stops", severity="B", hours_ago=0)
    run_jobs()
    assert [len(text.split("\n")) - 1 for text in heard(provider)] == heard_of


def test_a_promise_is_told_once_when_due_soon_and_once_when_late(
    world: World, provider: Simulator, stand_at: StandAt
) -> None:
    kept(world)
    case = opened(world, "alpha", "two", subject="Mail stops", severity="A", hours_ago=0)
    run_jobs()
    for hours, words in ((1.7, "Nobody has"), (2.1, "The first response on")):
        now = NOW + timedelta(hours=hours)
        stand_at(now)
        cases.sound(world.system("alpha"), now=now)
        cases.sound(world.system("alpha"), now=now)
        run_jobs()
        mine = [line for line in heard(provider)[-1].split("\n") if case.number in line]
        assert len(mine) == 1
        assert words in mine[0]


def test_the_handover_is_told(world: World, provider: Simulator) -> None:
    kept(world, language="zh-hans")
    agent, other = world.actor("alpha", "helpdesk_agent"), world.actor("alpha", "admin_agent")
    cases.hand_over(agent, to_id=other.person, hours=8, word="Mind the gap", now=NOW)
    run_jobs()
    (said,) = heard(provider)
    assert f"{agent.name}" in said
    assert "3 张工单" in said
    assert "gap" not in said


def _office(world: World) -> tuple[int, datetime]:
    """The desk's calendar of working days, and an instant of a night."""
    system = world.system("alpha")
    with acting(system):
        (office,) = [each for each in agreements.calendars(system) if each.key == "office"]
        opens = agreements.calendar(system, office.pk, now=NOW).hours.opens(NOW)
    return office.pk, opens


def test_outside_its_hours_it_waits_but_for_severity_a(world: World, provider: Simulator, stand_at: StandAt) -> None:
    office, opens = _office(world)
    robot = kept(world, calendar_id=office)
    night = opens + timedelta(hours=14)
    stand_at(night)
    quiet = _open_at(world, "B", night)
    over = _open_at(world, "B", night)
    loud = _open_at(world, "A", night)
    run_jobs()
    assert [loud.number in text and quiet.number not in text for text in heard(provider)] == [True]
    cases.close(world.actor("alpha", "helpdesk_agent"), over.pk, why="duplicate", now=night)
    run_jobs()
    system = world.system("alpha")
    with acting(system):
        morning = RobotNotice.objects.visible_to(system).get(robot=robot, case=quiet).due_at
    assert timedelta(hours=1) < morning - night < timedelta(days=4)
    stand_at(morning)
    jobs.tell_all(system)
    run_jobs()
    assert quiet.number in heard(provider)[-1]
    assert over.number not in heard(provider)[-1]
    assert [state for state, _error in notices(world, robot)] == ["sent", "over", "sent"]


def _open_at(world: World, severity: str, now: datetime) -> Case:
    return cases.open(
        world.actor("alpha", "helpdesk_agent"), account_id=world.account_two, kind="performance",
        service_id=world.service_mail, severity=severity, subject="Mail stops", body="Since noon.", now=now,
    )  # fmt: skip


def test_a_storm_goes_together_and_nothing_is_left_out(world: World, provider: Simulator, stand_at: StandAt) -> None:
    robot = kept(world)
    _open_at(world, "B", NOW)
    run_jobs()
    for _ in range(30):
        _open_at(world, "B", NOW)
    run_jobs(limit=500)
    assert len(heard(provider)) == 1, "the next goes when the pause is over"
    stand_at(NOW + rules.TELL_APART)
    jobs.tell_all(world.system("alpha"))
    run_jobs()
    _first, second = heard(provider)
    assert f"and {30 - second.count('was opened')} more" in second
    assert {state for state, _error in notices(world, robot)} == {"sent"}
    assert timedelta(minutes=1) < rules.TELL_APART * 20, "both providers allow 20 a minute"


def test_who_is_asked_to_wait_waits_and_loses_nothing(world: World, provider: Simulator, stand_at: StandAt) -> None:
    robot = kept(world)
    provider.store.behave("*", _behaviour(throttle_count=1, throttle_after=90))
    _open_at(world, "B", NOW)
    run_jobs()
    found = row(world, robot)
    assert (heard(provider), found.trouble, found.failures) == ([], "often", 0)
    assert found.next_at == NOW + 90 * SECOND
    stand_at(NOW + 89 * SECOND)
    assert jobs.tell(world.system("alpha"), robot_id=robot.pk) == 0
    stand_at(NOW + 90 * SECOND)
    assert jobs.tell(world.system("alpha"), robot_id=robot.pk) == 1
    assert (len(heard(provider)), row(world, robot).failing_since) == (1, None)


def _behaviour(**wanted: Any) -> Any:
    return Behaviour.parse(wanted)


def test_a_provider_out_of_order_is_tried_again_later_and_then_given_up(
    world: World, provider: Simulator, stand_at: StandAt
) -> None:
    robot = kept(world)
    provider.store.behave("*", _behaviour(fail_count=-1, fail_status=503))
    _open_at(world, "B", NOW)
    run_jobs()
    waits, now = [], NOW
    while notices(world, robot) == [("waiting", "")]:
        waits.append(row(world, robot).next_at - now)
        now += waits[-1]
        stand_at(now)
        jobs.tell(world.system("alpha"), robot_id=robot.pk)
    assert waits == list(rules.TELL_WAITS)
    assert notices(world, robot) == [("failed", "server")]
    assert len(_told_admins(world)) == 1


def _told_admins(world: World) -> list[str]:
    admin = world.actor("alpha", "global_admin")
    with acting(admin):
        rows = Notice.objects.visible_to(admin).filter(person_id=admin.person, kind="robot_failing")
        return list(rows.values_list("text", flat=True))


def test_what_failed_is_said_in_words_and_sent_again(
    world: World, provider: Simulator, stand_at: StandAt, client: Client, sign_in: SignIn
) -> None:
    robot = kept(world)
    provider.robots.guard(TOKEN, {"gone": True})
    _open_at(world, "A", NOW)
    run_jobs()
    assert notices(world, robot) == [("failed", "robot")]
    assert len(_told_admins(world)) == 1
    sign_in(client, world.actor("alpha", "global_admin"))
    shown = client.get(f"/robots/{robot.pk}/").text
    assert "The group has no such robot any more." in shown
    assert "93000 invalid webhook url" in shown
    assert "1 notice failed" in client.get("/robots/").text
    provider.robots.guard(TOKEN, {})
    assert client.post(f"/robots/{robot.pk}/again/").status_code == 303
    run_jobs()
    assert (len(heard(provider)), notices(world, robot)) == (1, [("sent", "")])


def test_a_message_to_try_says_whether_it_works(
    world: World, provider: Simulator, client: Client, sign_in: SignIn
) -> None:
    sign_in(client, world.actor("alpha", "global_admin"))
    given = {
        "name": "值班", "provider": "dingtalk", "language": "zh-hans", "severities": "ABC", "occasions": ["broken"],
        "webhook": f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}", "secret": "SEC42", "keyword": "值班",
        "customer": "lakeside",
    }  # fmt: skip
    there = client.post("/robots/new/", given)["Location"]
    provider.robots.guard(TOKEN, {"secret": "SEC42", "keywords": ["值班"]})
    assert client.post(f"{there}try/").status_code == 303
    assert len(heard(provider)) == 1
    provider.robots.guard(TOKEN, {"secret": "SEC43"})
    answer = client.post(f"{there}try/")
    assert (answer.status_code, "310000 sign not match" in answer.text) == (422, True)


def test_token_and_secret_are_encrypted_and_shown_to_nobody(world: World, client: Client, sign_in: SignIn) -> None:
    robot = kept(world, secret="SEC42")
    found = row(world, robot)
    assert TOKEN not in found.token
    assert "SEC42" not in found.secret
    sign_in(client, world.actor("alpha", "global_admin"))
    page = client.get(f"/robots/{robot.pk}/").text
    assert TOKEN not in page
    assert "SEC42" not in page


def test_a_kept_token_stays_and_goes_to_no_other_provider(world: World) -> None:
    robot = kept(world, secret="SEC42")
    before = row(world, robot)
    kept(world, robot.pk, webhook="", name="Renamed")
    after = row(world, robot)
    assert (after.name, after.token, after.secret) == ("Renamed", before.token, before.secret)
    with pytest.raises(Invalid, match="Paste"):
        kept(world, robot.pk, webhook="", provider="dingtalk")
    with pytest.raises(Invalid, match="no webhook"):
        kept(world, robot.pk, webhook=f"https://evil.example/cgi-bin/webhook/send?key={TOKEN}")
    kept(world, robot.pk, webhook=TOKEN)
    assert row(world, robot).secret == "", "the secret of the webhook before is not that of the new one"


def test_a_token_that_cannot_be_read_is_said(world: World, provider: Simulator, settings: Any) -> None:
    robot = kept(world)
    settings.SECRET_KEY = "another"
    _open_at(world, "B", NOW)
    run_jobs()
    assert notices(world, robot) == [("failed", "kept")]


def test_a_killed_sender_keeps_others_away_until_its_claim_is_over(
    world: World, provider: Simulator, stand_at: StandAt
) -> None:
    robot = kept(world)
    system = world.system("alpha")
    stand_at(NOW)
    actions.tell_groups(
        system, Occasion.HANDOVER, case=None, text="x", facts={}, address="/cases/", key="handover:1", now=NOW
    )
    assert actions.begin_telling(system, robot.pk, now=NOW) is not None, "and here it is killed"
    assert jobs.tell(system, robot_id=robot.pk) == 0
    stand_at(NOW + rules.TELL_CLAIM)
    assert jobs.tell(system, robot_id=robot.pk) == 1
    assert len(heard(provider)) == 1


def test_the_worker_finds_by_one_look_who_has_something_to_tell(
    elsewhere: Elsewhere, stand_at: StandAt, settings: Any
) -> None:
    world = read_world()
    with elsewhere("web"):
        kept(world)
        system = world.system("alpha")
        actions.tell_groups(
            system, Occasion.HANDOVER, case=None, text="x", facts={}, address="/cases/", key="handover:1", now=NOW
        )
    stand_at(NOW - SECOND)
    with elsewhere("worker"):
        assert jobs.robot_desks() == []
    stand_at(NOW)
    with elsewhere("worker"):
        assert jobs.robot_desks() == [("reseller", world["alpha"])]
