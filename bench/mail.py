"""What reading mail comes to: ``python -m bench.mail [FOLDER] [--broken 10000]``; no database is needed.

FOLDER holds raw mails with ``expected.jsonl``; without it only broken mails are read, made of our own letters.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import perf_counter

from behalf.channels.reading import markup
from behalf.channels.reading.deciding import AUTOMATIC, WORDS, Ours
from behalf.channels.reading.explaining import explained
from behalf.channels.reading.reader import read
from behalf.channels.tests.letters import LETTERS, broken

SEED = 20261122


def main() -> None:
    """Print what became of the collected mails, then of broken ones."""
    parser = argparse.ArgumentParser(prog="bench.mail", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--broken", type=int, default=10_000, help="how many broken mails; default: %(default)s")
    wish = parser.parse_args()
    collected = list(_collected(wish.folder)) if wish.folder else []
    if collected:
        _judge(collected)
    _break((*LETTERS, *(raw for _expected, raw in collected if len(raw) < 200_000)), wish.broken)


def _collected(folder: Path) -> Iterator[tuple[str, bytes]]:
    for line in (folder / "expected.jsonl").read_text("utf-8").splitlines():
        expected = json.loads(line)
        yield expected["decision"], (folder / expected["file"]).read_bytes()


def _judge(collected: list[tuple[str, bytes]]) -> None:
    table: Counter[tuple[str, str]] = Counter()
    times: list[float] = []
    for expected, raw in collected:
        begun = perf_counter()
        table[expected, str(explained(raw, Ours())["decision"])] += 1
        times.append((perf_counter() - begun) * 1000)
    for (expected, found), number in sorted(table.items()):
        print(f"{expected:18} {found:18} {number:5}")
    machines = {pair: number for pair, number in table.items() if pair[0] in AUTOMATIC}
    opened = sum(number for (_expected, found), number in machines.items() if found == "person")
    away = sum(number for (expected, found), number in table.items() if expected == "person" and found in AUTOMATIC)
    print(f"automatic mail that would open a case: {opened} of {sum(machines.values())}; people turned away: {away}")
    times.sort()
    print(f"ms a mail: median {statistics.median(times):.1f}, 95 % under {times[len(times) * 95 // 100]:.1f}, "
          f"slowest {times[-1]:.0f}")  # fmt: skip


def _break(letters: tuple[bytes, ...], number: int) -> None:
    random = Random(SEED)
    words: Counter[str] = Counter()
    slowest = 0.0
    for _each in range(number):
        raw = broken(letters, random)
        begun = perf_counter()
        found = explained(raw, Ours())
        markup.clean(read(raw).html)
        slowest = max(slowest, perf_counter() - begun)
        json.dumps(found, ensure_ascii=False).encode()
        words[str(found["decision"])] += 1
    lost = number - sum(words[word] for word in WORDS)
    print(f"{number} broken mails: none raised, {lost} without a decision, slowest {slowest:.2f} s; {dict(words)}")


if __name__ == "__main__":
    main()
