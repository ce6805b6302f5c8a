"""An act is taken once, whoever comes second, and not at all when it failed."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest

from behalf.kit.errors import Conflict
from behalf.kit.models import Taken
from behalf.kit.once import KEPT, once
from behalf.kit.tenancy import acting
from tests.harness import Elsewhere, read_world
from tests.world import NOW, World


class Made:
    """A row as an action returns it."""

    pk = 7


def test_the_second_is_told_what_came_of_the_first(world: World) -> None:
    agent, done = world.actor("alpha"), list[str]()

    def act() -> Made:
        done.append("done")
        return Made()

    first, second = (once(agent, "digest", act, now=NOW) for _time in range(2))
    assert (first.result_id, second.result_id) == (7, 7)
    assert second.result is None
    assert done == ["done"]


def test_an_act_that_refused_may_be_tried_again(world: World) -> None:
    agent = world.actor("alpha")

    def refuse() -> None:
        raise Conflict("not now")

    with pytest.raises(Conflict):
        once(agent, "digest", refuse, now=NOW)
    assert once(agent, "digest", Made, now=NOW).result is not None


def test_what_one_organization_took_is_nothing_to_another(world: World) -> None:
    once(world.actor("alpha"), "digest", Made, now=NOW)
    assert once(world.actor("beta"), "digest", Made, now=NOW).result is not None


def test_what_is_old_is_forgotten_on_the_way(world: World) -> None:
    agent = world.actor("alpha")
    once(agent, "old", Made, now=NOW)
    once(agent, "new", Made, now=NOW + KEPT + timedelta(seconds=1))
    with acting(agent):
        assert list(Taken.objects.visible_to(agent).values_list("digest", flat=True)) == ["new"]


def test_two_at_the_same_instant_are_one_act(elsewhere: Elsewhere) -> None:
    agent = read_world().actor("alpha")
    begun, second_waits, done = threading.Event(), threading.Event(), list[str]()
    outcomes: dict[str, Any] = {}

    def slow() -> Made:
        begun.set()
        second_waits.wait(timeout=10)
        done.append("first")
        return Made()

    def fast() -> Made:
        done.append("second")
        return Made()

    def first() -> None:
        with elsewhere("web"):
            outcomes["first"] = once(agent, "digest", slow, now=NOW)

    def second() -> None:
        with elsewhere("web"):
            begun.wait(timeout=10)
            second_waits.set()
            outcomes["second"] = once(agent, "digest", fast, now=NOW)

    threads = [threading.Thread(target=each) for each in (first, second)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(timeout=20)
    assert done == ["first"]
    assert outcomes["second"].result_id == 7
