"""Commands about mail: explain what would become of one, without a database."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from behalf.channels.reading.deciding import Ours
from behalf.channels.reading.explaining import explained
from behalf.site.cli.parts import Commands, command
from behalf.site.halt import Exit, Halt


def add(commands: Commands) -> None:
    """Declare them."""
    mail = command(commands, "mail", _explain, "explain what becomes of a mail")
    parts = mail.add_subparsers(title="commands", metavar="COMMAND", required=True)
    explain = command(
        parts, "explain", _explain, "print what each mail says and what is to become of it, one JSON line a file",
        "Reads the files alone: no database, no settings. `reasons` lists every rule that was asked, in order.",
    )  # fmt: skip
    explain.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a raw mail")
    explain.add_argument(
        "--ours", action="append", default=[], metavar="ADDRESS", help="an address of our own desk; may be repeated"
    )


def _explain(parsed: argparse.Namespace) -> int:
    ours = Ours(frozenset(address.lower() for address in parsed.ours))
    for path in parsed.files:
        print(json.dumps({"file": str(path), **explained(content(path), ours)}, ensure_ascii=False))
    return Exit.DONE


def content(path: Path) -> bytes:
    """A file's bytes."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Halt(f"{path} cannot be read: {error.strerror}.", Exit.USAGE) from error
