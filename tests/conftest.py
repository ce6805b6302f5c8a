"""One PostgreSQL for the run, one template database with the small world in it, one clone for each process.

Tests run under ``behalf_web``, the role that serves pages: with the owner everything would be green without policies.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections

from behalf.kit import jobs
from behalf.site.embedded import EmbeddedServer
from behalf.site.settings import database
from tests.world import World

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = "behalf"  # the database that the server makes; migrated and furnished once, then cloned

_server: EmbeddedServer | None = None


def pytest_configure(config: pytest.Config) -> None:
    """In the controlling process, before any worker is started: server, schema, world."""
    global _server  # noqa: PLW0603  # stopped by pytest_unconfigure
    if hasattr(config, "workerinput") or config.option.help or config.option.collectonly:
        return
    home = Path(tempfile.mkdtemp(prefix="behalf-test-"))
    _server = EmbeddedServer(home, durable=False)
    addresses = _server.start()
    os.environ.update(addresses.environment(), BEHALF_TEST_ADMIN_URL=addresses.admin, BEHALF_TEST_HOME=str(home))
    _run("tests.prepare", "migrate", process="owner")
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
    return World(pickle.loads((Path(os.environ["BEHALF_TEST_HOME"]) / "world").read_bytes()))


@pytest.fixture(autouse=True)
def deferred() -> Iterator[jobs.Capture]:
    """What the test deferred; ``tests.world.run_jobs`` does it."""
    jobs.capture = jobs.Capture([])
    yield jobs.capture
    jobs.capture = None
