"""``make bench ARGS="deep --keep FOLDER"``: lists, cases, search, and what is written, at a million cases.

The worlds (``deep.py``) are filled once and stay in the folder. ``--cases 20000 --small 2000 --seconds 2 --rounds 1``
is a short one.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote

from behalf.site.ports import free_port
from bench import texts
from bench.drive import Measured, Sent, drive, drive_forms, drive_pages, middle
from bench.processes import PORT, WEB, WORKER, bare_page, inside, running, serving
from bench.world import world

BARE, LIST, CASE = "bare page", "case list", "case"
SEARCHES = {"in 60 %": texts.MARKS[0.60], "in 1 %": texts.MARKS[0.01], "in ten": texts.TEN, "in none": texts.NONE}
READS = ("case list", "list, mine", "list, a service", "case", *(f"search {name}" for name in SEARCHES))
BULK = 5
HEADING = f"{'':22} {'req/s':>6} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'cpu ms':>8}"


def main(arguments: Sequence[str]) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="bench deep", description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000, help="default: %(default)s, with four messages each")
    parser.add_argument("--small", type=int, default=10_000, help="what the reads are compared with")
    parser.add_argument("--seconds", type=float, default=10.0, help="length of a run; default: %(default)s")
    parser.add_argument("--rounds", type=int, default=3, help="the median of so many runs; default: %(default)s")
    parser.add_argument("--keep", type=Path, help="a folder in which the databases stay; default: a temporary one")
    wish = parser.parse_args(arguments)
    with world(wish.keep, wish.small) as settings:
        before = _reads(settings, wish, json.loads(inside(settings, "targets", str(BULK))))
    with world(wish.keep, wish.cases) as settings:
        targets = json.loads(inside(settings, "targets", str(BULK)))
        print(f"\n{wish.cases} cases, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before\n")
        found = _reads(settings, wish, targets)
        _tell_reads(found, before)
        _tell_writes(_writes(settings, wish, targets))
        print("\n" + inside(settings, "rollup"))
        _report(settings, targets, wish)
        with running(settings, WORKER):
            print("\n" + inside(settings, "breach"))


def _reads(settings: dict[str, str], wish: argparse.Namespace, targets: Mapping[str, Any]) -> dict[str, Measured]:
    """Each page in rounds, so that all find the same machine; the bare one first."""
    port, bare, cookies = int(settings["BEHALF_PORT"]), free_port(PORT + 1), targets["cookies"]
    places = {BARE: (bare, ["/cases/"]), **{name: (port, _paths(name, targets)) for name in READS}}
    ran: dict[str, list[Measured]] = {name: [] for name in places}
    with serving(settings, port, WEB, "/healthz"), serving(*bare_page(settings, bare), "/cases/"):
        for _round in range(wish.rounds):
            for name, (at, paths) in places.items():
                drive_pages(at, paths, cookies, seconds=min(wish.seconds, 2.0))  # warm
                ran[name].append(drive_pages(at, paths, cookies, seconds=wish.seconds))
    return {name: middle(runs) for name, runs in ran.items()}


def _paths(name: str, targets: Mapping[str, Any]) -> list[str]:
    if name.startswith("search "):
        return [f"/cases/search/?q={quote(word)}" for word in SEARCHES[name.removeprefix("search ")]]
    named = {
        LIST: ["/cases/?view=all"],
        "list, mine": ["/cases/?view=mine"],
        "list, a service": [f"/cases/?view=all&service={targets['service']}"],
        CASE: [f"/cases/{pk}/" for pk in targets["look"]],
    }
    return named[name]


def _writes(settings: dict[str, str], wish: argparse.Namespace, targets: Mapping[str, Any]) -> dict[str, Measured]:
    """What agents write, each on cases of their own, again and again; what is merged is merged once."""
    port, cookies = int(settings["BEHALF_PORT"]), targets["cookies"]
    left = {
        name: [
            _in_turn([Sent(path, [tuple(field) for field in fields]) for path, fields in each], name) for each in every
        ]
        for name, every in targets["forms"].items()
    }
    ran: dict[str, list[Measured]] = {name: [] for name in left}
    with serving(settings, port, WEB, "/healthz"):
        for _round in range(wish.rounds):
            for name, forms in left.items():
                drive_forms(port, forms, cookies, seconds=min(wish.seconds, 1.0))  # warm
                ran[name].append(drive_forms(port, forms, cookies, seconds=wish.seconds))
    return {name: middle(runs) for name, runs in ran.items()}


def _in_turn(forms: list[Sent], name: str) -> Iterator[Sent]:
    return iter(forms) if name == "merge" else cycle(forms)


def _report(settings: dict[str, str], targets: Mapping[str, Any], wish: argparse.Namespace) -> None:
    """The report over 90 days as one person asks for it."""
    port, one = int(settings["BEHALF_PORT"]), [targets["leader"]]
    print(HEADING)
    with serving(settings, port, WEB, "/healthz"):
        for part in ("agent", "customer", "service"):
            path = f"/cases/reports/?days=90&part={part}"
            drive(port, path, one, seconds=1)  # warm
            print(_line(f"report by {part}", drive(port, path, one, seconds=min(wish.seconds, 3.0))))


def _tell_reads(found: Mapping[str, Measured], before: Mapping[str, Measured]) -> None:
    print(f"{HEADING} {'p50 of the small':>17}")
    for name, each in found.items():
        print(f"{_line(name, each)} {before[name].p50:9.1f} x {each.p50 / before[name].p50:.2f}")
    for name in (LIST, CASE):
        share, cost = found[name].rate / found[BARE].rate, found[BARE].cpu / found[name].cpu
        print(f"{name}: {share:.2f} of the bare page's rate ({cost:.2f} by what they cost the processors)")


def _tell_writes(found: Mapping[str, Measured]) -> None:
    print("\n" + HEADING)
    for name, each in found.items():
        print(_line(name, each))


def _line(name: str, found: Measured) -> str:
    return f"{name:22} {found.rate:6.0f} {found.p50:8.1f} {found.p95:8.1f} {found.p99:8.1f} {found.cpu:8.2f}"
