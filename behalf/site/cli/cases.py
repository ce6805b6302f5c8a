"""Commands on cases: replay."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from behalf.site.cli.parts import Commands, command, facts, kept_site, say
from behalf.site.halt import Exit

if TYPE_CHECKING:
    from behalf.cases.actions import Replayed


def add(commands: Commands) -> None:
    """Declare them."""
    cases = command(commands, "cases", _replay, "work out the clocks of cases anew from their events")
    parts = cases.add_subparsers(title="commands", metavar="COMMAND", required=True)
    replay = command(
        parts, "replay", _replay, "fold every case's events again, and keep the deadlines that come out",
        "They come out the same unless something was lost or written past Behalf. With --check it changes nothing,\n"
        "names the cases that differ, and exits with 1 when there are any.",
    )  # fmt: skip
    replay.add_argument("--check", action="store_true", help="only compare")
    replay.add_argument("--number", default="", metavar="NUMBER", help="only the case with this number")
    facts(replay)


def _replay(parsed: argparse.Namespace) -> int:
    count, differing = 0, list[str]()
    with kept_site("worker"):
        for batch in _batches(number=parsed.number, check=parsed.check):
            count += batch.count
            differing += batch.differing
    word = "differ" if parsed.check else "differed and were mended"
    lines = [f"{count} cases replayed, {len(differing)} {word}.", *(f"  {number}" for number in differing)]
    say(parsed, {"replayed": count, "differing": differing}, "\n".join(lines))
    return Exit.FAILED if differing and parsed.check else Exit.DONE


def _batches(*, number: str, check: bool) -> Iterator[Replayed]:
    """The cases of every desk batch by batch, each batch in a transaction of its own."""
    from behalf.cases import actions
    from behalf.kit import jobs
    from behalf.kit.actor import system

    for tier, org_id in jobs.organizations(("operator", "reseller")):
        after = 0
        while (batch := actions.replay(system(tier, org_id), after_id=after, number=number, check=check)).count:
            yield batch
            after = batch.last_id
