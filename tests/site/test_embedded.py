"""The embedded PostgreSQL: its roles, its socket, and its end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from behalf.site.embedded import Addresses, EmbeddedServer
from behalf.site.halt import Exit, Halt
from tests.run import ROOT
from tests.site.running import gone


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    server = EmbeddedServer(tmp_path_factory.mktemp("pg"), durable=False)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def addresses(server: EmbeddedServer) -> Addresses:
    return server.addresses()


def test_the_log_ins_own_nothing_and_take_a_tier_only_on_purpose(addresses: Addresses) -> None:
    with psycopg.connect(addresses.web) as web:
        assert web.execute("select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user"
                           ).fetchone() == (False, False, False)  # fmt: skip
        assert web.execute("select pg_has_role('as_operator', 'usage')").fetchone() == (False,)
        web.execute("set local role as_operator")
        assert web.execute("select current_user").fetchone() == ("as_operator",)


def test_tiers_cannot_log_in(addresses: Addresses) -> None:
    as_tier = addresses.web.replace("behalf_web", "as_operator", 1)
    with pytest.raises(psycopg.OperationalError, match=r"not permitted to log in|password authentication failed"):
        psycopg.connect(as_tier)


def test_a_wrong_password_is_refused(addresses: Addresses) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(addresses.web, password="guessed")


def test_it_does_not_listen_on_the_network(addresses: Addresses) -> None:
    with psycopg.connect(addresses.admin) as admin:
        assert admin.execute("show listen_addresses").fetchone() == ("",)


def test_a_second_server_on_the_same_data_is_refused(server: EmbeddedServer) -> None:
    data = Path(psutil.Process(server.pid).cwd()).parents[1]
    with pytest.raises(Halt, match="already running") as refused:
        EmbeddedServer(data, durable=False).start()
    assert refused.value.code is Exit.RUNNING


def test_data_of_another_version_is_left_alone(tmp_path: Path) -> None:
    cluster = tmp_path / "database" / "cluster"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("16\n")
    with pytest.raises(Halt, match="made by PostgreSQL 16, this Behalf brings 18") as refused:
        EmbeddedServer(tmp_path).start()
    assert refused.value.code is Exit.DATABASE_VERSION
    assert [path.name for path in cluster.iterdir()] == ["PG_VERSION"]


def test_under_a_path_too_long_for_a_socket_it_still_starts(tmp_path: Path) -> None:
    deep = tmp_path / ("long" * 30)
    with EmbeddedServer(deep, durable=False) as there, psycopg.connect(there.web) as web:
        assert web.execute("select 1").fetchone() == (1,)
    assert "long" not in there.web


def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    """A killed parent takes it along, and a half-dead one is cleared away by the next start."""
    script = (
        "import sys; from pathlib import Path; from behalf.site.embedded import EmbeddedServer;"
        "s = EmbeddedServer(Path(sys.argv[1]), durable=False); s.start(); print(s.pid, flush=True); sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert parent.stdin is not None
    assert parent.stdout is not None
    with parent.stdin, parent.stdout:
        server = psutil.Process(int(parent.stdout.readline()))
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        with EmbeddedServer(tmp_path, durable=False) as there, psycopg.connect(there.web) as web:
            assert web.execute("select 1").fetchone() == (1,)
        assert gone([server])


def test_a_mark_left_by_a_dead_server_does_not_stop_the_next(tmp_path: Path) -> None:
    with EmbeddedServer(tmp_path, durable=False):
        pass
    mark = tmp_path / "database" / "cluster" / "postmaster.pid"
    mark.write_text(f"{os.getpid()}\n{mark.parent}\n")
    with EmbeddedServer(tmp_path, durable=False) as there, psycopg.connect(there.web) as web:
        assert web.execute("select 1").fetchone() == (1,)
