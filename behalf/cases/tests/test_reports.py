"""Reports: what is added up, seen from every side, with the cases behind each number; and whose numbers they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from behalf.cases import actions, jobs, queries
from behalf.cases.models import Case, CaseHands
from behalf.cases.tests.factories import HOUR, opened
from behalf.kit import clock
from behalf.kit.actor import Actor
from behalf.kit.errors import NotAllowed
from behalf.kit.jobs import run
from behalf.kit.tenancy import acting
from tests.world import NOW, World

TODAY = date(2026, 11, 24)


@pytest.fixture
def boss(world: World) -> Actor:
    return world.actor("alpha", "admin_agent")


@pytest.fixture
def kept(world: World) -> Case:
    """Answered in time, by the help desk."""
    case = opened(world, "alpha", "two", subject="In time", severity="C")
    actions.reply(world.actor("alpha", "helpdesk_agent"), case.pk, body="Here.", wait=True, now=NOW + HOUR)
    return case


@pytest.fixture
def broken(world: World) -> Case:
    """Answered on the next day, by the admin agent."""
    case = opened(world, "alpha", "two", subject="Late", severity="C", hours_ago=30)
    actions.reply(world.actor("alpha", "admin_agent"), case.pk, body="Sorry.", wait=True, now=NOW + HOUR)
    return case


def added_up(world: World, boss: Actor, part: str = "agent", **given: str) -> queries.Report:
    actions.add_up(boss)
    with acting(boss):
        return queries.report(boss, since=TODAY - timedelta(days=6), until=TODAY, part=part, **given)


def test_every_side_adds_up_to_the_same(world: World, boss: Actor, kept: Case, broken: Case) -> None:
    total = added_up(world, boss).total
    assert total.missed >= 1
    assert total.met >= 1
    for part in ("agent", "customer", "service", "kind", "severity"):
        lines = added_up(world, boss, part).lines
        assert (sum(line.met for line in lines), sum(line.missed for line in lines)) == (total.met, total.missed)
    days = added_up(world, boss).days
    assert len(days) == 7
    assert sum(each.all for _day, each in days) == total.all


def test_the_numbers_are_those_of_the_person_who_answered(world: World, boss: Actor, kept: Case, broken: Case) -> None:
    lines = {line.label: (line.met, line.missed) for line in added_up(world, boss, promise="first").lines}
    assert lines[boss.name] == (0, 1)
    assert lines["helpdesk_agent of alpha"][0] >= 1


def test_adding_up_again_changes_nothing_and_takes_up_what_changed(world: World, boss: Actor, kept: Case) -> None:
    before = added_up(world, boss).total
    assert added_up(world, boss).total == before
    late = opened(world, "alpha", "two", subject="Late, too", severity="A", hours_ago=4)
    actions.reply(boss, late.pk, body="Sorry.", now=NOW + HOUR)
    after = added_up(world, boss).total
    assert (after.met, after.missed) == (before.met, before.missed + 1)


def test_behind_each_number_are_its_cases(world: World, boss: Actor, kept: Case, broken: Case) -> None:
    for part in ("agent", "customer", "service", "kind", "severity"):
        report = added_up(world, boss, part)
        for line in report.lines:
            for outcome, count in (("met", line.met), ("missed", line.missed)):
                with acting(boss):
                    found = queries.behind(
                        boss, since=TODAY - timedelta(days=6), until=TODAY, part=part, key=line.key, outcome=outcome,
                        limit=1000,
                    )  # fmt: skip
                assert len(found) == count


def test_pages_of_cases_follow_each_other(world: World, boss: Actor, kept: Case, broken: Case) -> None:
    since = TODAY - timedelta(days=6)
    with acting(boss):
        everything = queries.behind(boss, since=since, until=TODAY, part="agent", limit=1000)
        first = queries.behind(boss, since=since, until=TODAY, part="agent", limit=1)[:1]
        before = (first[0].day, first[0].id)
        rest = queries.behind(boss, since=since, until=TODAY, part="agent", before=before, limit=1000)
    assert first + rest == everything


def test_closed_cases_say_in_whose_hand_they_were(world: World, boss: Actor) -> None:
    case = opened(world, "alpha", "two", subject="Passed on")
    actions.reply(boss, case.pk, body="Which one?", wait=True, now=NOW + HOUR)
    actions.reply_own(world.actor("two"), case.pk, body="This one.", now=NOW + 3 * HOUR)
    actions.resolve(boss, case.pk, body="Done.", now=NOW + 4 * HOUR)
    actions.confirm_own(world.actor("two"), case.pk, now=NOW + 5 * HOUR)
    with acting(boss):
        hands = CaseHands.objects.visible_to(boss).get(case=case)
    assert (hands.us, hands.cust, hands.oper, hands.off) == (7200, 10800, 0, 0)
    actions.reopen(boss, case.pk, why="No.", now=NOW + 6 * HOUR)
    with acting(boss):
        assert not CaseHands.objects.visible_to(boss).filter(case=case).exists()


def test_only_who_leads_the_desk_reads_reports(world: World) -> None:
    agent = world.actor("alpha", "helpdesk_agent")
    with acting(agent), pytest.raises(NotAllowed):
        queries.report(agent, since=TODAY, until=TODAY, part="agent")


def test_another_desk_sees_none_of_it(world: World, boss: Actor, broken: Case) -> None:
    actions.add_up(boss)
    stranger = world.actor("beta", "admin_agent")
    with acting(stranger):
        report = queries.report(stranger, since=TODAY - timedelta(days=6), until=TODAY, part="customer")
        found = queries.behind(stranger, since=TODAY, until=TODAY, part="agent", limit=50)
    assert "Lakeside Robotics (Suzhou)" not in {line.label for line in report.lines}
    assert broken.number not in {row.number for row in found}


def test_the_pages_and_the_file_say_the_same(
    world: World, boss: Actor, broken: Case, client: Client, sign_in: Callable[[Client, Actor], Client]
) -> None:
    with clock.standing_at(NOW + 2 * HOUR):
        run(jobs.ADD_UP, "reseller", world.alpha, {})
        sign_in(client, boss)
        page = client.get(reverse("cases:reports"), {"part": "customer", "days": "7"}).content.decode()
        assert "Lakeside Robotics (Suzhou)" in page
        behind = client.get(reverse("cases:behind"), {"part": "agent", "outcome": "missed", "days": "7"})
        assert broken.number in behind.content.decode()
        file = client.get(reverse("cases:report_file"), {"part": "customer"})
        text = b"".join(file).decode()
    assert text.splitlines()[0].endswith('What,Met,Missed,In all,"Met, percent"')
    assert "Lakeside Robotics (Suzhou)" in text
