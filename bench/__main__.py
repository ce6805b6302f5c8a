"""``make bench``: fill a database of its own, serve it, measure the main pages at a tenth and at full size.

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
HEADING = f"{'page':20} {'req/s':>8} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'queries':>8} {'at a tenth':>11}"


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
    }


def _measure(settings: dict[str, str], wish: argparse.Namespace) -> None:
    _run(settings, "behalf", "prepare")
    _run(settings, "behalf", "demo")
    tenth = wish.customers // 10
    _inside(settings, "load", "0", str(tenth))
    small = _pages(settings, wish, rounds=1)
    _inside(settings, "load", str(tenth), str(wish.customers))
    full = _pages(settings, wish, rounds=wish.rounds)
    bare = _bare(settings, wish)
    print(f"\n{wish.customers} customers, {wish.customers * 10} cases, {os.cpu_count()} cores\n\n{HEADING}")
    for name, (found, statements) in full.items():
        print(_line(name, found, str(statements), f"{small[name][0].rate:.0f}"))
    print(_line("bare page", bare, "2", ""))
    share = full["case list"][0].rate / bare.rate
    print(f"\nThe case list reaches {share:.2f} of the bare page's rate.")


def _pages(settings: dict[str, str], wish: argparse.Namespace, *, rounds: int) -> dict[str, tuple[Measured, int]]:
    known = json.loads(_inside({**settings, "BEHALF_PROCESS": "web"}, "visit"))
    with _serving(settings, [sys.executable, "-m", "behalf", "web"], "/healthz"):
        return {
            name: (_median(settings, path, known["cookie"], wish.seconds, rounds), known["statements"][name])
            for name, path in known["pages"].items()
        }


def _bare(settings: dict[str, str], wish: argparse.Namespace) -> Measured:
    known = json.loads(_inside({**settings, "BEHALF_PROCESS": "web"}, "visit"))
    with psycopg.connect(settings["BEHALF_OWNER_URL"]) as owner:
        row = owner.execute("select id from identity_organization where prefix = 'B00'").fetchone()
    serve = ["-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4", "--port"]
    command = [sys.executable, *serve, settings["BEHALF_PORT"], "--http", "1", "--no-ws", "bench.bare:application"]
    with _serving({**settings, "BENCH_ORG": str(row[0] if row else 0)}, command, "/cases/"):
        return _median(settings, "/cases/", known["cookie"], wish.seconds, wish.rounds)


def _median(settings: Mapping[str, str], path: str, cookie: str, seconds: float, rounds: int) -> Measured:
    port = int(settings["BEHALF_PORT"])
    drive(port, path, cookie, seconds=min(seconds, 2.0))  # warm
    found = [drive(port, path, cookie, seconds=seconds) for _round in range(rounds)]
    middle = {name: statistics.median(getattr(each, name) for each in found) for name in Measured.__annotations__}
    return Measured(**middle)


@contextmanager
def _serving(settings: Mapping[str, str], command: list[str], path: str) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=ROOT, env=dict(settings))
    try:
        _wait(f"http://localhost:{settings['BEHALF_PORT']}{path}")
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
    process = "owner" if arguments[0] == "load" else "web"
    return _run({**settings, "BEHALF_PROCESS": process}, "bench.inside", *arguments)


def _run(settings: Mapping[str, Any], module: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, env=dict(settings), stdout=subprocess.PIPE, text=True,
        check=True,
    )  # fmt: skip
    return done.stdout


def _line(name: str, found: Measured, statements: str, tenth: str) -> str:
    return f"{name:20} {found.rate:8.0f} {found.p50:8.1f} {found.p95:8.1f} {found.p99:8.1f} {statements:>8} {tenth:>11}"


if __name__ == "__main__":
    main()
