"""Whose journal it is, what filters leave, and which entries are sealed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from behalf.audit import actions, queries, sealing
from behalf.kit.actor import Actor
from behalf.kit.errors import NotAllowed
from behalf.kit.tenancy import acting
from tests.harness import Elsewhere, read_world
from tests.world import NOW, World


def _record(actor: Actor, what: str = "test.acted", **values: Any) -> int:
    facts: dict[str, Any] = {"subject": ("thing", 7, "第七件"), "at": NOW, **values}
    with acting(actor):
        return actions.record(actor, what, **facts).pk


def _ids(rows: list[queries.JournalEntry]) -> list[int]:
    return [row.id for row in rows]


def test_each_organization_reads_its_own_journal(world: World) -> None:
    mine, theirs = _record(world.actor("alpha", "global_admin")), _record(world.actor("beta", "global_admin"))
    with acting(world.actor("alpha", "global_admin")):
        seen = _ids(queries.entries(world.actor("alpha", "global_admin"), limit=1000))
    assert mine in seen
    assert theirs not in seen


def test_who_may_not_read_it(world: World) -> None:
    for role in ("admin_agent", "helpdesk_agent", "sales_agent", "billing_admin", "user_admin"):
        actor = world.actor("alpha", role)
        with acting(actor), pytest.raises(NotAllowed):
            queries.entries(actor)


def test_filters(world: World) -> None:
    admin, agent = world.actor("alpha", "global_admin"), world.actor("alpha", "helpdesk_agent")
    plain = _record(admin)
    by_agent = _record(agent)
    for_one = _record(admin, customer_id=world.one)
    other_thing = _record(admin, subject=("thing", 8, "第八件"))
    other_deed = _record(admin, "test.undone")
    earlier = _record(admin, at=NOW - timedelta(days=400))
    with acting(admin):
        assert by_agent in _ids(queries.entries(admin, person_id=agent.person))
        assert plain not in _ids(queries.entries(admin, person_id=agent.person))
        assert _ids(queries.entries(admin, what="test.undone")) == [other_deed]
        assert for_one in _ids(queries.entries(admin, customer_id=world.one))
        assert other_thing not in _ids(queries.entries(admin, customer_id=world.one))
        assert _ids(queries.entries(admin, subject=("thing", "8"))) == [other_thing]
        assert _ids(queries.entries(admin, until=NOW - timedelta(days=399))) == [earlier]
        assert earlier not in _ids(queries.entries(admin, since=NOW - timedelta(days=399)))


def test_pages_by_key(world: World) -> None:
    admin = world.actor("alpha", "global_admin")
    made = [_record(admin, "test.paged") for _turn in range(5)]
    with acting(admin):
        first = queries.entries(admin, what="test.paged", limit=2)
        assert _ids(first) == [made[4], made[3], made[2]]
        assert _ids(queries.entries(admin, what="test.paged", before=made[3], limit=2)) == [made[2], made[1], made[0]]


def test_a_customer_sees_what_is_its_own_to_see(world: World) -> None:
    agent, customer = world.actor("alpha", "helpdesk_agent"), world.actor("one")
    seen = _record(agent, customer_id=world.one, for_customer=True)
    inside = _record(agent, customer_id=world.one)
    others = _record(agent, customer_id=world.two, for_customer=True)
    with acting(customer):
        found = _ids(queries.own_entries(customer, limit=1000))
    assert seen in found
    assert inside not in found
    assert others not in found


def test_the_same_number_of_statements_for_one_and_for_many(world: World) -> None:
    admin = world.actor("alpha", "global_admin")
    for _turn in range(30):
        _record(admin)
    counts = []
    for limit in (1, 25):
        with acting(admin), CaptureQueriesContext(connection) as captured:
            queries.entries(admin, limit=limit)
        counts.append(len(captured))
    assert counts == [3, 3]  # entries, seals, names of services


def test_an_entry_tells_its_place_in_the_chain_once_it_is_sealed(elsewhere: Elsewhere) -> None:
    admin, stranger = read_world().actor("alpha", "global_admin"), read_world().actor("beta", "global_admin")
    with elsewhere("web"):
        first = _record(admin)
    elsewhere.overtake()
    with elsewhere("worker"):
        sealing.seal_all(now=NOW)
    with elsewhere("web"):
        second = _record(admin)
        with acting(admin):
            found = {row.id: row.seal for row in queries.entries(admin, limit=5)}
        with acting(stranger), connection.cursor() as cursor:
            cursor.execute("select count(*) from audit_seals(%s)", [[first]])
            assert cursor.fetchone() == (0,)
    assert found[first] is not None
    assert found[second] is None
