"""``python -m bench.search``: fill a database of its own with cases of four messages and measure the search.

``--cases 20000`` takes a minute. ``--keep FOLDER`` keeps the database for another time, and for the bench of cases in
depth, whose worlds these are.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from urllib.parse import quote

from bench.drive import drive
from bench.processes import WEB, inside, serving
from bench.world import world

HEADING = f"{'question':24} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8}  counts, and the slowest"
PAGES = ("mailbox", "quarantine", "quokka", "wallaby", "箱", "鷹")


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(prog="bench.search", description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000, help="default: %(default)s, with four messages each")
    parser.add_argument("--rounds", type=int, default=20, help="how often each is asked; default: %(default)s")
    parser.add_argument("--seconds", type=float, default=0, help="also the page, over 8 connections, so long each")
    parser.add_argument("--keep", type=Path, help="a folder in which the database stays; default: a temporary one")
    wish = parser.parse_args()
    with world(wish.keep, wish.cases) as settings:
        load = os.getloadavg()[0]
        print(f"\n{wish.cases} cases, {os.cpu_count()} cores, load {load:.1f} before\n")
        _tell(json.loads(inside(settings, "ask", str(wish.rounds))))
        if wish.seconds:
            _drive(settings, wish.seconds)


def _drive(settings: dict[str, str], seconds: float) -> None:
    """The page of the search as browsers ask for it, each question as long."""
    known = json.loads(inside(settings, "visit"))
    port = int(settings["BEHALF_PORT"])
    print(f"\n{'page, 8 connections':24} {'req/s':>8} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8}")
    with serving(settings, port, WEB, "/healthz"):
        for question in PAGES:
            path = f"/cases/search/?q={quote(question)}"
            drive(port, path, known["cookies"], seconds=1)  # warm
            found = drive(port, path, known["cookies"], seconds=seconds)
            print(f"{question:24} {found.rate:8.0f} {found.p50:8.1f} {found.p95:8.1f} {found.p99:8.1f}")


def _tell(found: dict[str, dict[str, dict[str, object]]]) -> None:
    print(HEADING)
    for kind, one in found["asked"].items():
        counts, slowest = one.pop("counts"), one.pop("slowest")
        told = " ".join(map(str, counts)) if isinstance(counts, list) else ""
        print(f"{kind:24} " + " ".join(f"{value:8.1f}" for value in one.values()) + f"  {told} ({slowest})")
    for name, one in found["reply"].items():
        title = "a reply" if name == "whole" else "of it its index"
        print(f"{title:24} " + " ".join(f"{value:8.1f}" for value in one.values()))
    print("\n" + ", ".join(f"{name} {size}" for name, size in found["sizes"].items()))


if __name__ == "__main__":
    main()
