"""The journal's page and file: filters from the address, names of customers, safe cells."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

from django.test import Client

from behalf.audit import actions as audit
from behalf.console import journal
from behalf.kit.tenancy import acting
from tests.harness import SignIn
from tests.world import NOW, World


def _record(world: World, what: str = "cases.replied", **values: Any) -> None:
    actor = world.actor("alpha", "helpdesk_agent")
    facts: dict[str, Any] = {"subject": ("case", 9, "SH-1"), "at": NOW, **values}
    with acting(actor):
        audit.record(actor, what, **facts)


def _rows(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_it_shows_who_did_what_for_whom_and_why(world: World, client: Client, sign_in: SignIn) -> None:
    _record(world, customer_id=world.one, why="她要求的", before={"seats": 10}, after={"seats": 25})
    page = sign_in(client, world.actor("alpha", "global_admin")).get("/audit/").content.decode()
    for text in (
        "Reply sent",
        "SH-1",
        "苏州澄海生物科技有限公司",
        "她要求的",
        "25",
        "helpdesk_agent of alpha",
        "Waits for its seal",
    ):
        assert text in page


def test_filters_stand_in_the_address(world: World, client: Client, sign_in: SignIn) -> None:
    _record(world, "cases.noted", why="kept")
    _record(world, "cases.replied", why="left out")
    sign_in(client, world.actor("alpha", "global_admin"))
    person = world.actor("alpha", "helpdesk_agent").person
    wanted: dict[str, str | int] = {"what": "cases.noted", "person": person, "until": NOW.date().isoformat()}
    page = client.get("/audit/", wanted).content.decode()
    assert "kept" in page
    assert "left out" not in page
    assert 'value="cases.noted" selected' in page
    assert f'value="{person}" selected' in page


def test_what_makes_no_sense_is_left_out(world: World, client: Client, sign_in: SignIn) -> None:
    sign_in(client, world.actor("alpha", "global_admin"))
    for wrong in ({"person": "x"}, {"since": "yesterday"}, {"before": "-1"}, {"customer": "9" * 40}, {"kind": "case"}):
        assert client.get("/audit/", wrong).status_code == 200


def test_days_are_the_readers(world: World, client: Client, sign_in: SignIn) -> None:
    _record(world, "cases.noted", at=NOW.replace(hour=17), why="after midnight in Shanghai")
    sign_in(client, world.actor("alpha", "global_admin"))
    today, tomorrow = (f"{NOW.date() + timedelta(days=days)}" for days in (0, 1))
    assert "after midnight" not in client.get("/audit/", {"until": today}).content.decode()
    assert "after midnight" in client.get("/audit/", {"since": tomorrow, "until": tomorrow}).content.decode()


def test_the_file_has_every_entry_and_calculates_nothing(
    world: World, client: Client, sign_in: SignIn, monkeypatch: Any
) -> None:
    monkeypatch.setattr(journal, "CHUNK", 2)
    for number in range(5):
        _record(world, "cases.noted", why=f"=1+{number}", customer_id=world.one)
    sign_in(client, world.actor("alpha", "global_admin"))
    answer = client.get("/audit/export.csv", {"what": "cases.noted", "customer": world.one})
    head, *rows = _rows(answer)
    assert head[3:5] == ["Deed", "Code"]
    assert [row[11] for row in rows][:5] == [f"'=1+{number}" for number in (4, 3, 2, 1, 0)]
    assert {row[8] for row in rows} == {"苏州澄海生物科技有限公司"}
    assert len({row[13] for row in rows}) == len(rows)


def test_the_file_is_for_those_who_may_read_the_journal(world: World, client: Client, sign_in: SignIn) -> None:
    assert sign_in(client, world.actor("alpha", "admin_agent")).get("/audit/export.csv").status_code == 403
