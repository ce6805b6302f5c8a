"""One PostgreSQL for the run, one template database with the small world in it, one clone for each process.

Tests run under ``behalf_web``, the role that serves pages: with the owner everything would be green without policies.
"""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, LiteralString

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connections
from django.test import Client
from django.utils import timezone, translation

from behalf.identity.models import ORG_KEY, Person
from behalf.kit import clock, jobs
from behalf.kit.actor import Actor
from behalf.site.embedded import EmbeddedServer
from behalf.site.settings import database
from tests.run import PATIENCE, ROOT, home
from tests.world import CAPTURE, Capture, World

# How long an example takes says more about the machine than about the code; `bench/` measures. The same change gets the
# same answer each time; `make test ARGS=--hypothesis-profile=search` looks for examples that nobody thought of.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, print_blob=True)
hypothesis.settings.load_profile("house")

TEMPLATE = "behalf"  # the database that the server makes; migrated and furnished once, then cloned

SignIn = Callable[[Client, Actor], Client]
StandAt = Callable[[datetime], None]

_server: EmbeddedServer | None = None


def pytest_configure(config: pytest.Config) -> None:
    """In the controlling process, before any worker is started: server, schema, world."""
    global _server  # noqa: PLW0603  # stopped by pytest_unconfigure
    if hasattr(config, "workerinput") or config.option.help or config.option.collectonly:
        return
    data = Path(tempfile.mkdtemp(prefix="behalf-test-"))
    _server = EmbeddedServer(data, durable=False)
    addresses = _server.start()
    os.environ.update(addresses.environment(), BEHALF_TEST_ADMIN_URL=addresses.admin, BEHALF_TEST_HOME=str(data))
    _run("tests.prepare", "migrate", process="owner")
    _server.stop()
    for part in ("database", "secrets"):
        shutil.copytree(data / part, data / "template" / part, ignore=shutil.ignore_patterns(".s.PGSQL*"))
    _server.start()
    _run("tests.prepare", "furnish", process="web")


def pytest_unconfigure() -> None:
    """Stop the server of this run."""
    if _server is not None:
        _server.stop()


def _run(module: str, *arguments: str, process: str) -> None:
    environment = {**os.environ, "BEHALF_PROCESS": process}
    subprocess.run([sys.executable, "-m", module, *arguments], check=True, cwd=ROOT, env=environment)


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> None:
    """Point Django at this process's own clone of the template: nothing to create, nothing to migrate."""
    name = f"behalf_{getattr(request.config, 'workerinput', {}).get('workerid', 'main')}"
    clone(name)
    there = database(os.environ["BEHALF_DATABASE_URL"], pool=False)
    connections["default"].settings_dict.update({**there, "NAME": name})


def clone(name: str) -> None:
    """A database of its own, copied from the template (about 0.1 s)."""
    with psycopg.connect(os.environ["BEHALF_TEST_ADMIN_URL"], dbname="postgres", autocommit=True) as admin:
        admin.execute("select pg_advisory_lock(7042)")
        admin.execute(f'drop database if exists "{name}" with (force)')
        admin.execute(f'create database "{name}" template {TEMPLATE} owner behalf_owner strategy file_copy')


@pytest.fixture
def world(db: None) -> World:
    """The small world, as it stands in the database."""
    return read_world()


@pytest.fixture(autouse=True)
def deferred() -> Iterator[Capture]:
    """What the test deferred; ``tests.world.run_jobs`` does it."""
    CAPTURE.jobs.clear()
    jobs.hears = CAPTURE
    yield CAPTURE
    jobs.hears = None


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """The language and zone of one test's last request are not those in which the next one begins."""
    yield
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture
def stand_at() -> Iterator[StandAt]:
    """``stand_at(instant)``: from here to the end of the test it is that time for the doors and the jobs.

    Never by patching ``clock.now``: a module imported meanwhile would keep the patch for good.
    """
    with ExitStack() as stack:
        yield lambda instant: stack.enter_context(clock.standing_at(instant))


class Elsewhere:
    """A clone in which tests really commit, under any login role: ``with elsewhere("worker"): …``."""

    def __init__(self, name: str) -> None:
        self.name = name

    @contextmanager
    def __call__(self, login: str) -> Iterator[None]:
        """Everything inside uses a connection of its own, as *web*, *worker* or *owner*."""
        before = connections["default"]
        variable = {"web": "DATABASE", "worker": "WORKER", "owner": "OWNER"}[login]
        there = database(os.environ[f"BEHALF_{variable}_URL"], pool=False)
        now = before.copy()
        now.settings_dict = {**before.settings_dict, **there, "NAME": self.name}
        connections["default"] = now
        try:
            yield
        finally:
            now.close()
            connections["default"] = before

    def overtake(self) -> None:
        """Wait until all that is under way has ended, in the databases of other processes' tests as well.

        A seal waits for every older transaction of its server. Not to be called inside a transaction that writes.
        """
        deadline = time.monotonic() + PATIENCE
        with psycopg.connect(os.environ["BEHALF_TEST_ADMIN_URL"], dbname="postgres", autocommit=True) as admin:
            (newest,) = _one(admin, "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
            while _one(admin, "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")[0] < newest:
                assert time.monotonic() < deadline, "an older transaction does not end"
                time.sleep(0.01)


def _one(admin: psycopg.Connection[Any], query: LiteralString) -> tuple[Any, ...]:
    row = admin.execute(query).fetchone()
    assert row is not None
    return tuple(row)


@pytest.fixture
def elsewhere(django_db_setup: None, django_db_blocker: Any, request: pytest.FixtureRequest) -> Iterator[Elsewhere]:
    """A database of the test's own, for what only shows after a commit or under another login role."""
    name = f"behalf_{getattr(request.config, 'workerinput', {}).get('workerid', 'main')}_elsewhere"
    clone(name)
    with django_db_blocker.unblock():
        yield Elsewhere(name)


def read_world() -> World:
    """The small world's names and ids."""
    return World(pickle.loads((home() / "world").read_bytes()))  # noqa: S301  (our own)


@pytest.fixture
def sign_in() -> SignIn:
    """Sign a person of the world in, as the sign-in page would leave the session: ``sign_in(client, actor)``."""

    def signed_in(client: Client, actor: Actor) -> Client:
        person = Person.objects.get(pk=actor.person)
        session = client.session
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session[ORG_KEY] = actor.org_id
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
        return client

    return signed_in
