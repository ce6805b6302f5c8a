"""``make bench``: fill a database of its own, serve it, measure the main pages at a tenth and full size, and imports.

``make bench ARGS="--seconds 3 --rounds 1 --customers 1000"`` is a short one.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg

from behalf.site.embedded import EmbeddedServer
from behalf.site.ports import free_port
from bench.drive import Measured, drive

ROOT = Path(__file__).resolve().parents[1]
PORT = 8890
LIST, BARE = "case list", "bare page"
HEADING = (
    f"{'page':20} {'req/s':>6} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'cpu ms':>8} {'statements':>11} at a tenth"
)


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--customers", type=int, default=10_000, help="default: %(default)s, with ten cases each")
    parser.add_argument("--seconds", type=float, default=30.0, help="length of a run; default: %(default)s")
    parser.add_argument("--rounds", type=int, default=3, help="the median of so many runs; default: %(default)s")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="behalf-bench-") as folder:
        server = EmbeddedServer(Path(folder))
        try:
            settings = _settings(Path(folder), server)
            _measure(settings, wish)
        finally:
            server.stop()


def _settings(folder: Path, server: EmbeddedServer) -> dict[str, str]:
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


def _measure(settings: dict[str, str], wish: argparse.Namespace) -> None:
    _run(settings, "behalf", "prepare")
    _run(settings, "behalf", "demo")
    tenth = wish.customers // 10
    _inside(settings, "load", "0", str(tenth))
    small = _pages(settings, wish, rounds=1)
    _inside(settings, "load", str(tenth), str(wish.customers))
    load = os.getloadavg()[0]
    full = _pages(settings, wish, rounds=wish.rounds)
    print(
        f"\n{wish.customers} customers, {wish.customers * 10} cases, {os.cpu_count()} cores, load {load:.1f} before\n"
    )
    print(HEADING)
    for name, (found, statements) in full.items():
        print(_line(name, found, statements, small[name][0].rate))
    print("\n" + _inside(settings, "importing"))
    share, cost = full[LIST][0].rate / full[BARE][0].rate, full[BARE][0].cpu / full[LIST][0].cpu
    print(f"\nThe case list reaches {share:.2f} of the bare page's rate ({cost:.2f} by what they cost the processors).")


def _pages(settings: dict[str, str], wish: argparse.Namespace, *, rounds: int) -> dict[str, tuple[Measured, int]]:
    """What each page costs, the bare one first; in rounds, so that all find the same machine."""
    known = json.loads(_inside({**settings, "BEHALF_PROCESS": "web"}, "visit"))
    port, bare = int(settings["BEHALF_PORT"]), free_port(PORT + 1)
    places = {BARE: (bare, "/cases/"), **{name: (port, path) for name, path in known["pages"].items()}}
    ran: dict[str, list[Measured]] = {name: [] for name in places}
    ours = [sys.executable, "-m", "behalf", "web"]
    with _serving(settings, port, ours, "/healthz"), _serving(*_bare(settings, bare), "/cases/"):
        for _round in range(rounds):
            for name, (at, path) in places.items():
                drive(at, path, known["cookies"], seconds=min(wish.seconds, 2.0))  # warm
                ran[name].append(drive(at, path, known["cookies"], seconds=wish.seconds))
    statements = {BARE: 2, **known["statements"]}
    return {name: (_middle(runs), statements[name]) for name, runs in ran.items()}


def _bare(settings: dict[str, str], port: int) -> tuple[dict[str, str], int, list[str]]:
    """How the bare page is served: by as many processes and threads as ours."""
    with psycopg.connect(settings["BEHALF_OWNER_URL"]) as owner:
        row = owner.execute("select id from identity_organization where prefix = 'B00'").fetchone()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4"]
    command += ["--port", str(port), "--http", "1", "--no-ws", "--log-level", "warning", "bench.bare:application"]
    return {**settings, "BENCH_ORG": str(row[0] if row else 0)}, port, command


def _middle(runs: list[Measured]) -> Measured:
    return Measured(
        **{name: statistics.median(getattr(run, name) for run in runs) for name in Measured.__annotations__}
    )


@contextmanager
def _serving(settings: Mapping[str, str], port: int, command: list[str], path: str) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=ROOT, env=dict(settings))
    try:
        _wait(f"http://localhost:{port}{path}")
        yield
    finally:
        process.terminate()
        process.wait(30)


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


def _inside(settings: Mapping[str, str], *arguments: str) -> str:
    process = "owner" if arguments[0] in ("load", "deep") else "web"
    return _run({**settings, "BEHALF_PROCESS": process}, "bench.inside", *arguments)


def _run(settings: Mapping[str, Any], module: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, env=dict(settings), stdout=subprocess.PIPE, text=True,
        check=True,
    )  # fmt: skip
    return done.stdout


def _line(name: str, found: Measured, statements: int, tenth: float) -> str:
    times = f"{found.p50:8.1f} {found.p95:8.1f} {found.p99:8.1f} {found.cpu:8.2f}"
    return f"{name:20} {found.rate:6.0f} {times} {statements:11} {tenth:10.0f}"


if __name__ == "__main__":
    main()
