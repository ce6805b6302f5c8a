"""Commands about the health of services: read what a provider publishes."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from behalf.connectors import feeds
from behalf.connectors.ports import Unreachable
from behalf.site.cli.parts import Commands, command, content
from behalf.site.halt import Exit, Halt
from behalf.site.tongue import gettext as _


def add(commands: Commands) -> None:
    """Declare them."""
    health = command(commands, "health", _read, "read what providers publish about their services")
    parts = health.add_subparsers(title="commands", metavar="COMMAND", required=True)
    read = command(
        parts, "read", _read, "print as JSON what a provider's health feed says",
        "Reads the feed alone: no database, no settings. `unknown` lists what was not understood; a state that is not\n"
        "known is `unknown`, never `normal`. A shape that is not recognised is refused.",
    )  # fmt: skip
    read.add_argument("source", metavar="FILE|URL", help="a file, or an address that begins with http:// or https://")
    read.add_argument(
        "--format", choices=("auto", *feeds.FORMATS), default="auto", help="its shape; default: found out"
    )


def _read(parsed: argparse.Namespace) -> int:
    from behalf.connectors.feeds import fetching

    source: str = parsed.source
    try:
        raw = fetching.fetch(source) if source.startswith(("http://", "https://")) else content(Path(source))
        feed = feeds.read(raw, parsed.format)
    except Unreachable as error:
        raise Halt(_("%(source)s gave no answer: %(reason)s.") % {"source": source, "reason": error.reason}) from error
    except feeds.NotRecognised as error:
        known = {"source": source, "reason": error, "formats": ", ".join(feeds.FORMATS)}
        raise Halt(
            _("%(source)s is no health feed that is known (%(reason)s). Known are: %(formats)s.") % known
        ) from error
    print(json.dumps(asdict(feed), ensure_ascii=False, indent=1, default=lambda at: at.isoformat()))
    return Exit.DONE
