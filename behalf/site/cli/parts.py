"""What the commands share: how one is declared, how facts are printed, how Django is entered."""

from __future__ import annotations

import argparse
import gc
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import django

from behalf.site import logs
from behalf.site.child import run_once
from behalf.site.folder import Folder
from behalf.site.halt import Exit, Halt
from behalf.site.surroundings import checked, completed, database, enter, folder_of, own_database
from behalf.site.tongue import gettext as _
from behalf.site.variables import value

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Run = Callable[[argparse.Namespace], int]


def command(commands: Commands, name: str, run: Run, brief: str, more: str = "") -> argparse.ArgumentParser:
    """Declare a command; ``brief`` is its line in the list, ``more`` follows it in its own help."""
    parser = commands.add_parser(
        name,
        help=brief,
        description=f"{brief[0].upper()}{brief[1:]}.\n\n{more}".strip(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def facts(parser: argparse.ArgumentParser) -> None:
    """Give a command that prints facts its ``--json``."""
    parser.add_argument("--json", action="store_true", help="print the facts as JSON")


def say(parsed: argparse.Namespace, found: object, text: str) -> None:
    """Print facts as asked: as JSON, or as text for people."""
    print(json.dumps(found, ensure_ascii=False, indent=1, default=str) if parsed.json else text)


def content(path: Path) -> bytes:
    """What a file holds; Halt when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise Halt(
            _("%(file)s cannot be read: %(reason)s.") % {"file": path, "reason": error.strerror}, Exit.USAGE
        ) from error


@contextmanager
def settled(process: str) -> Iterator[Folder]:
    """Checked settings in the environment and a database that answers, logged in as web, worker or owner."""
    checked(os.environ)
    folder = folder_of(os.environ)
    folder.prepare()
    with database(completed(os.environ, folder), folder, process) as settings:
        enter(settings, process)
        logs.configure(process, value(settings, "LOG"))
        yield folder


@contextmanager
def site(process: str) -> Iterator[Folder]:
    """The same, with Django set up."""
    with settled(process) as folder:
        with loading():
            django.setup()
        yield folder


@contextmanager
def loading() -> Iterator[None]:
    """For loading modules inside: they stay, so nobody looks for garbage among them, now or later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def kept_site(process: str) -> Iterator[Folder]:
    """The same as ``migrated_site`` for who only looks: Halt where there is nothing, in place of making it."""
    folder = folder_of(os.environ)
    if not own_database(os.environ) and not folder.database.exists():
        raise Halt(
            _("%(folder)s holds no data of Behalf. Is BEHALF_DATA right? `behalf up` makes a new one.")
            % {"folder": folder.root},
            Exit.FOLDER,
        )
    with migrated_site(process) as there:
        yield there


@contextmanager
def migrated_site(process: str) -> Iterator[Folder]:
    """The same, after a database that is new or of an older version was migrated with the owner's log-in."""
    with site(process) as folder:
        from behalf.site import database

        if database.pending():
            run_once(["migrate"], os.environ, quiet=True)
        yield folder
