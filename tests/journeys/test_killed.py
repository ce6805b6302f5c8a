"""A worker or a web process that is killed in the middle of an escalation loses nothing and doubles nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import httpx
import psycopg
import pytest
from psycopg import sql

from behalf.site.demo.words import PASSWORD
from behalf.site.embedded import EmbeddedServer
from tests.demo import small
from tests.site.running import Behalf, Up, copied

pytestmark = pytest.mark.journey

AGENT, SUBJECT = "daniel.reyes@yunhui.example", "Seats on the November invoice do not match"
LONG = 120.0


class Agent:
    """An agent without a browser, whose requests may be cut off."""

    def __init__(self, up: Up) -> None:
        self._client = httpx.Client(base_url=up.address, timeout=60, headers={"Referer": up.address})
        self.post("/accounts/login/", login=AGENT, password=PASSWORD)

    def close(self) -> None:
        """Close its connections."""
        self._client.close()

    def post(self, path: str, **values: str) -> httpx.Response:
        """Send a form."""
        self._client.get("/accounts/login/" if "csrftoken" not in self._client.cookies else "/healthz")
        token = self._client.cookies["csrftoken"]
        return self._client.post(path, data={**values, "csrfmiddlewaretoken": token}, follow_redirects=False)

    def case(self) -> str:
        """The address of the case of this story, made ready to go up (a billing case needs no look at a service)."""
        page = self._client.get("/cases/?view=mine").text
        found = re.search(rf'href="(/cases/\d+/)"[^>]*>(?:<[^>]+>)?{SUBJECT}', page)
        assert found, "the case is not in the queue of its owner"
        path = found[1]
        self.post(f"{path}escalate/tried/", text="Compared with the changes of seats in October")
        self.post(f"{path}escalate/keep/", topic="billing", lack="documentation", lack_words="No page explains it.")
        return path


class Inside:
    """The database as its owner sees it."""

    def __init__(self, data: Path) -> None:
        self._connection = psycopg.connect(EmbeddedServer(data).addresses().owner, autocommit=True)

    def count(self, query: LiteralString) -> int:
        """One number."""
        row = self._connection.execute(query).fetchone()
        return int(row[0]) if row else 0

    @contextmanager
    def held(self, table: str) -> Iterator[None]:
        """Nobody writes into a table for as long as the block lasts."""
        with self._connection.transaction():
            self._connection.execute(sql.SQL("lock table {} in share mode").format(sql.Identifier(table)))
            yield

    def somebody_waits(self) -> bool:
        """Whether a statement waits for the lock."""
        return self.count("select count(*) from pg_locks where not granted") > 0

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()


@pytest.fixture
def behalf(demo_world: Path, tmp_path: Path) -> Behalf:
    return small(copied(demo_world, tmp_path / "var"))


@pytest.fixture
def up(behalf: Behalf) -> Iterator[Up]:
    with behalf.up() as running:
        yield running


@pytest.fixture
def inside(behalf: Behalf, up: Up) -> Iterator[Inside]:
    database = Inside(behalf.data)
    yield database
    database.close()


def until(so: Callable[[], object]) -> None:
    """Look again and again until it is so."""
    deadline = time.monotonic() + LONG
    while not so():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.05)


DOSSIERS = f"select count(*) from escalation_dossier where subject = '{SUBJECT}'"
THEIRS = (
    "select count(*) from cases_case c join identity_organization o on o.id = c.org_id "
    f"where o.kind = 'operator' and c.subject = '{SUBJECT}'"
)  # fmt: skip
WORDS = (
    "select count(*) from escalation_exchangemessage m join escalation_dossier d on d.id = m.dossier_id "
    f"where d.subject = '{SUBJECT}' and m.kind = 'received'"
)  # fmt: skip
LINKED = f"select count(*) from cases_case where subject = '{SUBJECT}' and other_number <> ''"


@pytest.fixture
def agent(up: Up) -> Iterator[Agent]:
    person = Agent(up)
    yield person
    person.close()


def test_a_killed_worker_loses_and_doubles_nothing(up: Up, inside: Inside, agent: Agent) -> None:
    case = agent.case()
    with inside.held("escalation_intake"):
        assert agent.post(f"{case}escalate/send/").status_code == 303
        until(inside.somebody_waits)
        up.child("worker").kill()
        up.read_until("process died")
        assert inside.count(THEIRS) == 0
    inside.count("with aged as (update procrastinate_workers set last_heartbeat = now() - interval '1 hour' "
                 "returning 1) select count(*) from aged")  # fmt: skip
    until(lambda: inside.count(LINKED) == 2)
    assert (inside.count(DOSSIERS), inside.count(THEIRS), inside.count(WORDS)) == (1, 1, 1)


def test_a_killed_web_process_loses_and_doubles_nothing(up: Up, inside: Inside, agent: Agent) -> None:
    case = agent.case()
    with ThreadPoolExecutor(1) as elsewhere, inside.held("escalation_dossier"):
        cut_off = elsewhere.submit(agent.post, f"{case}escalate/send/")
        until(inside.somebody_waits)
        up.child("web").kill()
        assert isinstance(cut_off.exception(timeout=LONG), httpx.TransportError)
    up.read_until("running again")
    until(lambda: _answers(up))
    assert inside.count(DOSSIERS) == 0
    assert agent.post(f"{case}escalate/send/").status_code == 303
    assert agent.post(f"{case}escalate/send/").status_code == 422
    until(lambda: inside.count(LINKED) == 2)
    assert (inside.count(DOSSIERS), inside.count(THEIRS), inside.count(WORDS)) == (1, 1, 1)


def _answers(up: Up) -> bool:
    try:
        return up.get("/healthz").status_code == 200
    except httpx.TransportError:
        return False
