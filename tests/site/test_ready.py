"""`/healthz` asks nobody; `/readyz` names what is not well."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.harness import Elsewhere

HEARD = "insert into procrastinate_workers (last_heartbeat) values (now() - %s::interval)"
WAITING = (
    "insert into audit_pending (entry_id, org_id, digest, added_at, xid) values (0, 0, '', now() - %s::interval, 0)"
)


def _set(elsewhere: Elsewhere, *, heard: str, waiting: str) -> None:
    with elsewhere("owner"), connection.cursor() as cursor:
        cursor.execute("delete from audit_pending")
        cursor.execute(HEARD, [heard])
        cursor.execute(WAITING, [waiting])


def test_healthz_needs_no_database(client: Client) -> None:
    assert client.get("/healthz").json() == {"ok": True}


@pytest.mark.django_db
def test_without_a_worker_it_is_not_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["worker"] == "no worker was ever heard from"
    assert answer.json()["checks"]["migrations"] == "ok"


def test_it_is_ready_when_all_was_well_within_the_minute(client: Client, elsewhere: Elsewhere) -> None:
    _set(elsewhere, heard="50 seconds", waiting="50 seconds")
    with elsewhere("web"):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["ok"]) == (200, True)


@pytest.mark.parametrize(
    ("heard", "waiting", "fault"), [("70 seconds", "1 second", "worker"), ("1 second", "70 seconds", "audit")]
)
def test_what_was_silent_for_over_a_minute_is_named(
    client: Client, elsewhere: Elsewhere, heard: str, waiting: str, fault: str
) -> None:
    _set(elsewhere, heard=heard, waiting=waiting)
    with elsewhere("web"):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert [name for name, said in answer.json()["checks"].items() if said != "ok"] == [fault]


def test_a_database_that_is_gone_is_an_answer_not_an_error(client: Client, elsewhere: Elsewhere) -> None:
    elsewhere.name = "behalf_nowhere"
    with elsewhere("web"):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert set(answer.json()["checks"].values()) == {"the database does not answer"}


def test_neither_answers_to_a_change(client: Client) -> None:
    answers: list[Any] = [client.post(path) for path in ("/healthz", "/readyz")]
    assert [answer.status_code for answer in answers] == [405, 405]
