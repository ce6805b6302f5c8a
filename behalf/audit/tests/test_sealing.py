"""Sealed by the worker, checked by the owner, on real transactions."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from behalf.audit import actions, sealing
from behalf.audit.models import Entry, Pending
from behalf.kit.tenancy import acting
from tests.harness import Elsewhere, read_world
from tests.world import NOW


def _act(elsewhere: Elsewhere, times: int = 3) -> int:
    actor = read_world().actor("alpha", "global_admin")
    with elsewhere("web"):
        for turn in range(times):
            with acting(actor):
                actions.record(actor, "test.acted", subject=("thing", turn, f"第{turn}件"), after={"n": turn}, at=NOW)
    return actor.org_id


def _seal(elsewhere: Elsewhere) -> int:
    elsewhere.overtake()
    return _seal_now(elsewhere)


def _seal_now(elsewhere: Elsewhere) -> int:
    with elsewhere("worker"):
        return sealing.seal_all(now=NOW)


def _forge(sql: str) -> None:
    """What only a superuser who lifts the triggers can do."""
    with connection.cursor() as cursor:
        cursor.execute("alter table audit_entry disable trigger audit_entry_append_only")
        cursor.execute("alter table audit_seal disable trigger audit_seal_append_only")
        cursor.execute(sql)


def test_what_happened_is_sealed_and_holds(elsewhere: Elsewhere) -> None:
    org_id = _act(elsewhere)
    assert _seal(elsewhere) >= 3
    assert _seal(elsewhere) == 0
    with elsewhere("owner"):
        assert sealing.verify(org_id) is None
        assert not Pending.objects.exists()


def test_an_unfinished_transaction_holds_back_what_follows_it(elsewhere: Elsewhere) -> None:
    _seal(elsewhere)
    with elsewhere("owner"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_current_xact_id()")
        _act(elsewhere)
        assert _seal_now(elsewhere) == 0
    assert _seal(elsewhere) == 3


def test_what_is_sealed_while_the_chain_is_checked_is_no_fault(elsewhere: Elsewhere) -> None:
    org_id = _act(elsewhere)
    _seal(elsewhere)
    late: list[int] = []

    def meanwhile(run: Any, sql: str, values: Any, many: Any, context: Any) -> Any:
        """Another process acts and seals after the chain was read and before the entries are."""
        if '"audit_entry"' in sql and not late:
            late.append(_act(elsewhere, 1))
            _seal(elsewhere)
        return run(sql, values, many, context)

    with elsewhere("owner"):
        with connection.execute_wrapper(meanwhile):
            assert sealing.verify(org_id) is None
        assert late
        assert sealing.verify(org_id) is None


@pytest.mark.parametrize(
    ("forgery", "what"),
    [
        ("update audit_entry set why = 'another reason' where id = %s", "changed"),
        ("delete from audit_entry where id = %s", "removed"),
        ("delete from audit_seal where entry_id = %s", "missing"),
    ],
)
def test_the_first_forged_entry_is_named(elsewhere: Elsewhere, forgery: str, what: str) -> None:
    org_id = _act(elsewhere)
    _seal(elsewhere)
    with elsewhere("owner"):
        rows = Entry.objects.everywhere(reason="a forger sees everything")
        victim = rows.filter(org_id=org_id, what="test.acted").order_by("id")[1].pk
        _forge(forgery % victim)
        fault = sealing.verify(org_id)
    assert fault is not None
    assert what in fault.what


def test_a_cut_tail_is_found_by_an_exported_head(elsewhere: Elsewhere) -> None:
    org_id = _act(elsewhere)
    _seal(elsewhere)
    with elsewhere("owner"):
        head = sealing.heads()[org_id]
        last = f"org_id = {org_id} and seq = {head[0]}"
        _forge(f"delete from audit_entry where id in (select entry_id from audit_seal where {last})")
        _forge(f"delete from audit_seal where {last}")
        assert sealing.verify(org_id) is None
        fault = sealing.verify(org_id, head=head)
    assert fault is not None
    assert "tail" in fault.what


def test_nobody_changes_the_journal(elsewhere: Elsewhere) -> None:
    _act(elsewhere)
    with elsewhere("owner"), pytest.raises(ProgrammingError, match="append-only"):
        Entry.objects.everywhere(reason="on purpose").update(why="")
    actor = read_world().actor("alpha", "global_admin")
    with elsewhere("web"), pytest.raises(ProgrammingError, match="permission denied"), acting(actor):
        Entry.objects.visible_to(actor).delete()


def test_a_wrong_order_of_instants_does_not_matter(elsewhere: Elsewhere, tmp_path: Path) -> None:
    actor = read_world().actor("beta", "global_admin")
    with elsewhere("web"), acting(actor):
        for hours in (3, 1, 2):
            actions.record(actor, "test.acted", subject=("thing", hours, ""), at=NOW - timedelta(hours=hours))
    _seal(elsewhere)
    with elsewhere("owner"):
        assert sealing.verify(actor.org_id) is None
