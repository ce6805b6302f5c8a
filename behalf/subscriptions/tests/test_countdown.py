"""Notices on the way to a deletion, and the deletion."""

from __future__ import annotations

from datetime import datetime, timedelta

from behalf.connectors.registry import cloud
from behalf.kit.tenancy import acting
from behalf.notifications.models import Mail, Notice
from behalf.subscriptions import actions, jobs, queries
from tests.harness import StandAt
from tests.world import NOW, World

LAST = datetime(2026, 12, 12, 9, 7, tzinfo=cloud().zone)  # a morning run of the job on the last day of two's Intune
OVER = datetime(2026, 12, 13, 0, 7, tzinfo=cloud().zone)


def _run(world: World, stand_at: StandAt, at: datetime) -> None:
    stand_at(at)
    jobs.count_down(world.system("alpha"))


def _sent(world: World) -> tuple[list[str], int]:
    """The customer's mails, and how many of the reseller's people were told."""
    system = world.system("alpha")
    with acting(system):
        mails = Mail.objects.visible_to(system).filter(to="contact@lakeside-robotics.cn").order_by("id")
        told = Notice.objects.visible_to(system).filter(kind="subscriptions.deletion")
        return list(mails.values_list("subject", flat=True)), told.count()


def test_reseller_and_customer_are_told_once_for_each_threshold(world: World, stand_at: StandAt) -> None:
    for days in (18, 17, 14, 13, 8, 7, 7, 6, 2, 1, 0):
        _run(world, stand_at, LAST - timedelta(days=days))
        _run(world, stand_at, LAST - timedelta(days=days) + timedelta(hours=1))
    mails, told = _sent(world)
    left = ["18 天后", "14 天后", "7 天后", "明天"]  # the first notice, of 30 days, comes late
    assert [when in mail for when, mail in zip(left, mails, strict=True)] == [True] * 4
    assert told == 4 * 3  # the admin agent, the sales agent and the global admin


def test_after_a_pause_of_everything_the_last_day_is_still_told(world: World, stand_at: StandAt) -> None:
    _run(world, stand_at, LAST)
    (mail,), told = _sent(world)
    assert ("今天" in mail, told) == (True, 3)


def test_reactivated_in_time_nothing_more_is_sent(world: World, stand_at: StandAt) -> None:
    actions.reactivate(world.actor("alpha", "admin_agent"), world.two_intune, now=NOW)
    _run(world, stand_at, LAST - timedelta(days=7))
    assert _sent(world) == ([], 0)


def test_a_second_suspension_is_noticed_anew(world: World, stand_at: StandAt) -> None:
    agent = world.actor("alpha", "admin_agent")
    _run(world, stand_at, LAST - timedelta(days=1))
    actions.reactivate(agent, world.two_intune, now=LAST)
    actions.suspend(agent, world.two_intune, reason="fraud", now=LAST)
    _run(world, stand_at, LAST + timedelta(days=59))
    assert len(_sent(world)[0]) == 2


def test_on_the_sixtieth_day_nothing_is_deleted(world: World, stand_at: StandAt) -> None:
    _run(world, stand_at, OVER - timedelta(minutes=8))
    agent = world.actor("alpha", "admin_agent")
    with acting(agent):
        assert queries.subscription(agent, world.two_intune).status == "suspended"


def test_after_sixty_days_it_is_deleted_for_good(world: World, stand_at: StandAt) -> None:
    _run(world, stand_at, OVER)
    _run(world, stand_at, OVER + timedelta(hours=1))
    agent = world.actor("alpha", "admin_agent")
    with acting(agent):
        row = queries.subscription(agent, world.two_intune)
        services = {service.code for service in queries.services_of(agent, world.account_two)}
    assert (row.status, row.deleted_at) == ("deleted", OVER)
    assert "intune" not in services
