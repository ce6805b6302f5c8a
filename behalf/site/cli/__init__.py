"""The command line `behalf`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import suppress

from behalf.site.cli import cases, facts, finding, health, keeping, mail, people, running
from behalf.site.halt import MEANINGS, Exit, Halt

DESCRIPTION = "Behalf: the support desk of cloud resellers, between their customers and the operator."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parsed = parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except Halt as halt:
        print(f"behalf: {halt}", file=sys.stderr)
        return halt.code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        with suppress(OSError):
            sys.stdout.close()
        return Exit.DONE


def parser() -> argparse.ArgumentParser:
    """The whole command line; tests walk it to see that every command explains itself."""
    top = argparse.ArgumentParser(
        prog="behalf",
        description=DESCRIPTION,
        epilog="exit codes:\n" + "\n".join(f"  {code:3}  {meaning}" for code, meaning in MEANINGS.items())
        + "\n\nSettings come from BEHALF_* variables; `behalf settings` lists them.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in (running, people, cases, finding, keeping, mail, health, facts):
        module.add(commands)
    return top
