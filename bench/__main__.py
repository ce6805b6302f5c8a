"""``make bench``: fill a database of its own, serve it, measure the main pages at a tenth and full size, and imports.

``make bench ARGS="--seconds 3 --rounds 1 --customers 1000"`` is a short one; ``ARGS="deep --keep FOLDER"`` is the
bench of cases in depth (``depth.py``).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from behalf.site.embedded import EmbeddedServer
from behalf.site.ports import free_port
from bench import depth
from bench.drive import Measured, drive, middle
from bench.processes import PORT, WEB, bare_page, inside, run, serving, settings_for

LIST, BARE = "case list", "bare page"
HEADING = (
    f"{'page':20} {'req/s':>6} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'cpu ms':>8} {'statements':>11} at a tenth"
)


def main() -> None:
    """Print one table."""
    if sys.argv[1:2] == ["deep"]:
        depth.main(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--customers", type=int, default=10_000, help="default: %(default)s, with ten cases each")
    parser.add_argument("--seconds", type=float, default=30.0, help="length of a run; default: %(default)s")
    parser.add_argument("--rounds", type=int, default=3, help="the median of so many runs; default: %(default)s")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="behalf-bench-") as folder:
        server = EmbeddedServer(Path(folder))
        try:
            settings = settings_for(Path(folder), server)
            _measure(settings, wish)
        finally:
            server.stop()


def _measure(settings: dict[str, str], wish: argparse.Namespace) -> None:
    run(settings, "behalf", "prepare")
    run(settings, "behalf", "demo")
    tenth = wish.customers // 10
    inside(settings, "load", "0", str(tenth))
    small = _pages(settings, wish, rounds=1)
    inside(settings, "load", str(tenth), str(wish.customers))
    load = os.getloadavg()[0]
    full = _pages(settings, wish, rounds=wish.rounds)
    print(
        f"\n{wish.customers} customers, {wish.customers * 10} cases, {os.cpu_count()} cores, load {load:.1f} before\n"
    )
    print(HEADING)
    for name, (found, statements) in full.items():
        print(_line(name, found, statements, small[name][0].rate))
    print("\n" + inside(settings, "importing"))
    share, cost = full[LIST][0].rate / full[BARE][0].rate, full[BARE][0].cpu / full[LIST][0].cpu
    print(f"\nThe case list reaches {share:.2f} of the bare page's rate ({cost:.2f} by what they cost the processors).")


def _pages(settings: dict[str, str], wish: argparse.Namespace, *, rounds: int) -> dict[str, tuple[Measured, int]]:
    """What each page costs, the bare one first; in rounds, so that all find the same machine."""
    known = json.loads(inside(settings, "visit"))
    port, bare = int(settings["BEHALF_PORT"]), free_port(PORT + 1)
    places = {BARE: (bare, "/cases/"), **{name: (port, path) for name, path in known["pages"].items()}}
    ran: dict[str, list[Measured]] = {name: [] for name in places}
    with serving(settings, port, WEB, "/healthz"), serving(*bare_page(settings, bare), "/cases/"):
        for _round in range(rounds):
            for name, (at, path) in places.items():
                drive(at, path, known["cookies"], seconds=min(wish.seconds, 2.0))  # warm
                ran[name].append(drive(at, path, known["cookies"], seconds=wish.seconds))
    statements = {BARE: 2, **known["statements"]}
    return {name: (middle(runs), statements[name]) for name, runs in ran.items()}


def _line(name: str, found: Measured, statements: int, tenth: float) -> str:
    times = f"{found.p50:8.1f} {found.p95:8.1f} {found.p99:8.1f} {found.cpu:8.2f}"
    return f"{name:20} {found.rate:6.0f} {times} {statements:11} {tenth:10.0f}"


if __name__ == "__main__":
    main()
