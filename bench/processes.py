"""The processes of the bench: what serves, and what needs Django and so runs apart."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg

from behalf.site.embedded import EmbeddedServer
from behalf.site.ports import free_port

ROOT = Path(__file__).resolve().parents[1]
PORT = 8890
WEB = [sys.executable, "-m", "behalf", "web"]
WORKER = [sys.executable, "-m", "behalf", "worker"]
ROLES = {"load": "owner", "deep": "owner", "breach": "owner", "rollup": "worker"}


def settings_for(folder: Path, server: EmbeddedServer) -> dict[str, str]:
    """The surroundings of every process, with the server started."""
    port = free_port(PORT)
    return {
        **os.environ,
        **server.start().environment(),
        "BEHALF_DATA": str(folder),
        "BEHALF_PORT": str(port),
        "BEHALF_ADDRESS": f"http://localhost:{port}",
        "BEHALF_SECRET_KEY": "only for the bench, on this machine",
        "BEHALF_LOG": "text",
        "BEHALF_UNDO": "0",  # what is measured is the whole reply, not the row that waits for it
    }


@contextmanager
def serving(settings: Mapping[str, str], port: int, command: list[str], path: str) -> Iterator[None]:
    """A process that answers at this address, as long as it is needed."""
    with running(settings, command):
        _wait(f"http://localhost:{port}{path}")
        yield


@contextmanager
def running(settings: Mapping[str, str], command: list[str]) -> Iterator[None]:
    """A process, as long as it is needed."""
    process = subprocess.Popen(command, cwd=ROOT, env=dict(settings))
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def bare_page(settings: Mapping[str, str], port: int) -> tuple[dict[str, str], int, list[str]]:
    """How the bare page is served: by as many processes and threads as ours."""
    with psycopg.connect(settings["BEHALF_OWNER_URL"]) as owner:
        row = owner.execute("select id from identity_organization where prefix = 'B00'").fetchone()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4"]
    command += ["--port", str(port), "--http", "1", "--no-ws", "--log-level", "warning", "bench.bare:application"]
    return {**settings, "BENCH_ORG": str(row[0] if row else 0)}, port, command


def inside(settings: Mapping[str, str], *arguments: str) -> str:
    """What a part of the bench prints that needs Django, under the login that it needs."""
    process = ROLES.get(arguments[0], "web")
    return run({**settings, "BEHALF_PROCESS": process}, "bench.inside", *arguments)


def run(settings: Mapping[str, Any], module: str, *arguments: str) -> str:
    """What a command prints; one that fails ends the bench."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, env=dict(settings), stdout=subprocess.PIPE, text=True,
        check=True,
    )  # fmt: skip
    return done.stdout


def _wait(address: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            httpx.get(address, timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{address} does not answer")
