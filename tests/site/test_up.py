"""`behalf up`: one clear sentence for each thing that stops it, and nothing left behind."""

from __future__ import annotations

import json
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from behalf.site.halt import Exit
from tests.site.running import Behalf, Up, gone


@pytest.fixture(scope="module")
def behalf(tmp_path_factory: pytest.TempPathFactory) -> Behalf:
    return Behalf(tmp_path_factory.mktemp("up") / "var")


@pytest.fixture
def up(behalf: Behalf) -> Iterator[Up]:
    with behalf.up() as running:
        yield running


def test_it_starts_answers_refuses_a_second_and_stops_in_order(behalf: Behalf, up: Up) -> None:
    assert up.get("/healthz").json() == {"ok": True}
    assert any(up.address in line for line in up.said)
    second = behalf.run("up")
    assert second.returncode == Exit.RUNNING
    assert second.stderr.count("\n") == 1
    assert "already running" in second.stderr
    family = up.family()
    assert up.stop(signal.SIGINT) == Exit.DONE
    assert gone(family)


def test_it_is_ready_when_the_worker_was_heard_from(up: Up) -> None:
    checks = up.get("/readyz").json()["checks"]
    assert checks == {"database": "ok", "migrations": "ok", "worker": "ok", "audit": "ok"}


def test_what_is_done_is_sealed_at_once(behalf: Behalf, up: Up) -> None:
    behalf.facts("init", "operator", "21Vianet", "--admin", "刘洋", "--email", "liu@21v.example")
    made = behalf.facts("init", "reseller", "Yunhui", "--admin", "陈思雨", "--email", "chen@yunhui.example")
    assert made["temporary_password"]
    assert any(json.loads(behalf.run("audit", "heads").stdout) for _try in range(5))
    assert behalf.facts("audit", "verify")["faults"] == []


def test_killed_it_leaves_nothing_behind_and_starts_again(behalf: Behalf) -> None:
    with behalf.up() as up:
        family = up.family()
        assert len(family) > 5
        up.stop(signal.SIGKILL)
        assert gone(family)
    with behalf.up() as again:
        assert again.get("/healthz").status_code == 200


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_killed_process_is_started_again(up: Up, name: str) -> None:
    before = up.child(name)
    before.kill()
    assert f"name={name}" in up.read_until("process died")
    up.read_until("running again")
    after = up.child(name)
    assert after.pid != before.pid
    assert after.is_running()


def test_each_process_knows_its_own_database_log_in_only(up: Up) -> None:
    seen = {
        name: {key for key in up.child(name).environ() if key.startswith("BEHALF_") and key.endswith("_URL")}
        for name in ("web", "worker", "mail-sink")
    }
    assert "BEHALF_DATABASE_URL" in seen["web"]
    assert not seen["web"] & {"BEHALF_OWNER_URL", "BEHALF_WORKER_URL"}
    assert not seen["worker"] & {"BEHALF_OWNER_URL", "BEHALF_DATABASE_URL"}
    assert not seen["mail-sink"] & {"BEHALF_OWNER_URL", "BEHALF_WORKER_URL", "BEHALF_DATABASE_URL"}


def test_a_taken_port_is_named_before_anything_is_started(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused = Behalf(tmp_path / "var", port).run("up")
    assert refused.returncode == Exit.PORT_TAKEN
    assert refused.stderr == (
        f"behalf: Port {port} is taken by another program: stop that one, "
        f"or choose another with BEHALF_PORT={port + 1}.\n"
    )
    assert not (tmp_path / "var" / "database").exists()


def test_an_unsafe_setting_is_refused_by_name(tmp_path: Path) -> None:
    refused = Behalf(tmp_path / "var", BEHALF_HOSTS="*").run("up")
    assert refused.returncode == Exit.UNSAFE
    assert "BEHALF_HOSTS" in refused.stderr
    assert not (tmp_path / "var").exists()


def test_nothing_of_ours_is_left_after_the_module(behalf: Behalf) -> None:
    mark = str(behalf.data)
    left = [process for process in psutil.process_iter(["environ"]) if mark in str(process.info["environ"] or "")]
    assert left == []
