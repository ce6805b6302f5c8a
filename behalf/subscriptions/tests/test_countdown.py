"""Notices on the way to a deletion, and the deletion."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from behalf.kit import clock
from behalf.kit.tenancy import acting
from behalf.notifications.models import Mail, Notice
from behalf.subscriptions import actions, jobs, queries
from tests.world import NOW, World

END = NOW + timedelta(days=18)  # of two's Intune, suspended 42 days ago


def _run(world: World, monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)
    jobs.count_down(world.system("alpha"))


def _sent(world: World) -> tuple[list[str], int]:
    """The customer's mails, and how many of the reseller's people were told."""
    system = world.system("alpha")
    with acting(system):
        mails = Mail.objects.visible_to(system).filter(to="contact@lakeside-robotics.cn").order_by("id")
        told = Notice.objects.visible_to(system).filter(kind="subscriptions.deletion")
        return list(mails.values_list("subject", flat=True)), told.count()


def test_reseller_and_customer_are_told_once_for_each_threshold(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for days in (18, 17, 14, 13, 8, 7, 7, 6, 2, 1):
        _run(world, monkeypatch, END - timedelta(days=days) + timedelta(hours=1))
        _run(world, monkeypatch, END - timedelta(days=days) + timedelta(hours=2))
    mails, told = _sent(world)
    assert len(mails) == 4  # of 30 days (late), 14, 7 and 1
    assert told == 4 * 3  # the admin agent, the sales agent and the global admin


def test_reactivated_in_time_nothing_more_is_sent(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.reactivate(world.actor("alpha", "admin_agent"), world.two_intune, now=NOW)
    _run(world, monkeypatch, END - timedelta(days=7))
    assert _sent(world) == ([], 0)


def test_a_second_suspension_is_noticed_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    agent = world.actor("alpha", "admin_agent")
    _run(world, monkeypatch, END - timedelta(days=1))
    actions.reactivate(agent, world.two_intune, now=END - timedelta(hours=5))
    actions.suspend(agent, world.two_intune, reason="fraud", now=END)
    _run(world, monkeypatch, END + timedelta(days=59, hours=1))
    assert len(_sent(world)[0]) == 2


def test_after_sixty_days_it_is_deleted_for_good(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _run(world, monkeypatch, END)
    _run(world, monkeypatch, END + timedelta(hours=1))
    agent = world.actor("alpha", "admin_agent")
    with acting(agent):
        row = queries.subscription(agent, world.two_intune)
        services = {service.code for service in queries.services_of(agent, world.account_two)}
    assert (row.status, row.deleted_at) == ("deleted", END)
    assert "intune" not in services
