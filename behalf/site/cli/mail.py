"""Commands about mail: explain what would become of one, take one in, listen for it."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from behalf.site.cli.parts import Commands, command, content, migrated_site, site
from behalf.site.halt import Exit, Halt
from behalf.site.supervisor import MAIL_IN_PORT
from behalf.site.tongue import gettext as _

if TYPE_CHECKING:
    from behalf.kit.actor import Actor


def add(commands: Commands) -> None:
    """Declare them."""
    mail = command(commands, "mail", _explain, "explain, take in and receive mail")
    parts = mail.add_subparsers(title="commands", metavar="COMMAND", required=True)
    explain = command(
        parts, "explain", _explain, "print what each mail says and what is to become of it, one JSON line a file",
        "Reads the files alone: no database, no settings. `reasons` lists every rule that was asked, in order.",
    )  # fmt: skip
    explain.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a raw mail")
    explain.add_argument(
        "--ours", action="append", default=[], metavar="ADDRESS", help="an address of our own desk; may be repeated"
    )
    take = command(
        parts, "take", _take, "take mails in as if they had come by SMTP, and print what became of each as JSON",
        "The desk is found by --to, else by the addresses in To, Cc and Delivered-To.",
    )  # fmt: skip
    take.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a raw mail")
    take.add_argument("--to", metavar="ADDRESS", help="the desk's address to which the mails came")
    command(
        parts, "listen", _listen, "receive mail by SMTP",
        "Part of `behalf up`. BEHALF_MAIL_IN says where; only mail to the addresses of desks is taken.",
    )  # fmt: skip


def _explain(parsed: argparse.Namespace) -> int:
    from behalf.channels.reading.deciding import Ours
    from behalf.channels.reading.explaining import explained

    ours = Ours(frozenset(address.lower() for address in parsed.ours))
    for path in parsed.files:
        print(json.dumps({"file": str(path), **explained(content(path), ours)}, ensure_ascii=False))
    return Exit.DONE


def _take(parsed: argparse.Namespace) -> int:
    with migrated_site("worker"):
        from behalf.channels.listening import routes

        known = routes()
        for path in parsed.files:
            raw = content(path)
            address = _address(raw, parsed.to, known)
            taken = _taken(known[address], raw, address)
            print(json.dumps({"file": str(path), **taken}, ensure_ascii=False), flush=True)
    return Exit.DONE


def _address(raw: bytes, given: str | None, known: dict[str, Actor]) -> str:
    """The desk's address to which a mail came."""
    from behalf.channels.reading.headers import addresses
    from behalf.channels.reading.reader import read

    mail = read(raw)
    named = [given] if given else [one.address for one in (*mail.to, *mail.cc)]
    if not given:
        named += [one.address for one in addresses([mail.header("delivered-to"), mail.header("x-original-to")], 5)]
    for address in named:
        if address.lower() in known:
            return address.lower()
    if given or len(known) != 1:
        nobody = _("No desk receives mail at %(address)s.") % {"address": given}
        nowhere = _("No desk receives mail at an address of this mail; name one with --to.")
        ours = _("Known: %(addresses)s.") % {"addresses": ", ".join(sorted(known)) or "–"}
        raise Halt(f"{nobody if given else nowhere} {ours}", Exit.USAGE)
    return next(iter(known))


def _taken(desk: Actor, raw: bytes, address: str) -> dict[str, Any]:
    """What became of one mail."""
    from behalf.channels import actions, queries
    from behalf.channels.words import says
    from behalf.kit import clock
    from behalf.kit.tenancy import acting

    arrival_id = actions.receive(desk, raw, address=address, envelope_from="", came_by="file", now=clock.now())
    actions.take(desk, [arrival_id], now=clock.now())
    with acting(desk):
        row = queries.arrival(desk, arrival_id).row
        return {
            "outcome": row.outcome,
            "case": row.case.number if row.case else None,
            "decision": row.word,
            "reasons": [f"{step['rule']}: {says(step['why'], step['facts'])}" for step in row.steps],
            "id": arrival_id,
        }


def _listen(parsed: argparse.Namespace) -> int:
    with site("worker"):
        from behalf.channels.listening import serve

        host, _colon, port = (os.environ.get("BEHALF_MAIL_IN") or f"127.0.0.1:{MAIL_IN_PORT}").rpartition(":")
        serve(host.strip("[]") or "127.0.0.1", int(port))
    return Exit.DONE
