"""What is announced reaches each listener once, rebuilt, as the right organization's system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

import pytest
from django.db import connection, transaction

from behalf.kit import events, jobs
from behalf.kit.actor import Actor
from behalf.kit.events import Event, Listener, announce
from behalf.kit.tenancy import acting
from tests.harness import Elsewhere, read_world
from tests.world import NOW, World, run_jobs


@dataclass(frozen=True, slots=True)
class LampLit(Event):
    """A fact of these tests."""

    lamp_id: int
    to_org_id: int
    at: datetime


class Heard:
    """What the listener below was told."""

    facts: ClassVar[list[tuple[Actor, Event]]] = []


def hear(actor: Actor, event: Event) -> None:
    Heard.facts.append((actor, event))


HERE = f"{__name__}.hear"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    Heard.facts.clear()
    events._listeners.pop(LampLit, None)


def test_the_announcing_organizations_system_hears_it(world: World) -> None:
    events.listen([Listener(LampLit, HERE)])
    fact = LampLit(lamp_id=7, to_org_id=world.operator, at=NOW)
    with acting(world.actor("alpha")):
        announce(world.actor("alpha"), fact)
    run_jobs()
    [(actor, heard)] = Heard.facts
    assert heard == fact
    assert (actor.org_id, actor.tier, actor.is_system) == (world.alpha, "reseller", True)


def test_another_organization_hears_what_is_addressed_to_it(world: World) -> None:
    events.listen([Listener(LampLit, HERE, to="to_org_id", tier="operator")])
    with acting(world.actor("alpha")):
        announce(world.actor("alpha"), LampLit(lamp_id=7, to_org_id=world.operator, at=NOW))
    run_jobs()
    assert [(actor.tier, actor.org_id) for actor, _ in Heard.facts] == [("operator", world.operator)]


def test_every_reseller_hears_what_the_operator_publishes(world: World) -> None:
    events.listen([Listener(LampLit, HERE, each=("reseller",))])
    with acting(world.actor("operator")):
        announce(world.actor("operator"), LampLit(lamp_id=7, to_org_id=world.operator, at=NOW))
    run_jobs()
    assert sorted(actor.org_id for actor, _ in Heard.facts) == sorted([world.alpha, world.beta])


def _queued(elsewhere: Elsewhere) -> list[str]:
    with elsewhere("worker"), connection.cursor() as cursor:
        cursor.execute(
            "select task_name from procrastinate_jobs where queueing_lock = 'lamp' or task_name = 'test.lamp'"
        )
        return [name for (name,) in cursor.fetchall()]


@jobs.job("test.lamp")
def light(actor: Actor, *, lamp_id: int) -> None:
    """A job of these tests."""


def test_a_job_is_there_after_the_commit_and_not_after_a_rollback(elsewhere: Elsewhere) -> None:
    actor = read_world().actor("alpha")
    with elsewhere("web"), acting(actor):
        jobs.defer(actor, "test.lamp", lamp_id=1)
        transaction.set_rollback(True)
    assert _queued(elsewhere) == []
    with elsewhere("web"), acting(actor):
        jobs.defer(actor, "test.lamp", lamp_id=1)
    assert _queued(elsewhere) == ["test.lamp"]


def test_a_job_that_waits_is_not_put_in_twice(elsewhere: Elsewhere) -> None:
    actor = read_world().actor("alpha")
    with elsewhere("web"):
        for lamp in (1, 2):
            with acting(actor), transaction.atomic():
                jobs.defer(actor, "test.lamp", once="lamp", lamp_id=lamp)
                jobs.defer(actor, "test.lamp", once="lamp", lamp_id=lamp)
    assert _queued(elsewhere) == ["test.lamp"]


def test_web_may_put_into_the_queue_and_not_look_into_it(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select has_table_privilege('procrastinate_jobs', 'select'), behalf_worker_seen()")
        assert cursor.fetchone() == (False, None)


def test_the_clock_defers_outside_any_transaction(elsewhere: Elsewhere) -> None:
    actor = read_world().actor("alpha")
    with elsewhere("worker"):
        for lamp in (1, 2):
            jobs.defer(actor, "test.lamp", once="lamp", lamp_id=lamp)
    assert _queued(elsewhere) == ["test.lamp"]


@jobs.job("test.alarm", pressing=True)
def ring(actor: Actor) -> None:
    """A job of these tests that may not wait."""


def test_what_is_pressing_is_done_before_what_waits_longer(elsewhere: Elsewhere) -> None:
    actor = read_world().actor("alpha")
    with elsewhere("web"):
        jobs.defer(actor, "test.lamp", lamp_id=1)
        jobs.defer(actor, "test.alarm")
    with elsewhere("worker"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select (procrastinate_fetch_job_v2(null, null)).task_name")
        assert cursor.fetchone() == ("test.alarm",)
        transaction.set_rollback(True)
