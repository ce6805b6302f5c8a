"""Commands that keep the data: prepare, migrate, backup, restore."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import django

from behalf.site import backup
from behalf.site.cli.parts import Commands, command, facts, say, settled, site
from behalf.site.halt import Exit


def add(commands: Commands) -> None:
    """Declare them."""
    migrate = command(
        commands, "migrate", _migrate, "bring the database to this version",
        "Runs as behalf_owner: migrations first, then grants, row-level policies and composite keys, derived anew\n"
        "from what the models declare. With --check it changes nothing and exits with 9 when migrations wait.",
    )  # fmt: skip
    migrate.add_argument("--check", action="store_true", help="only say which migrations wait")
    facts(migrate)
    facts(command(commands, "prepare", _prepare, "migrate and collect the static files, as `up` does by itself"))
    keep = command(
        commands, "backup", _backup, "write database, files and keys into one file, also while Behalf runs",
        "The file holds secrets and can be read by you alone; keep it so.",
    )  # fmt: skip
    keep.add_argument("file", nargs="?", type=Path, help="default: behalf-<time>.tar in the present directory")
    facts(keep)
    restore = command(
        commands, "restore", _restore, "put a backup back, while Behalf does not run",
        "Refuses a data directory or database that holds anything, unless --force is given: then what is there is\n"
        "replaced. A damaged file is refused before anything is touched. Older backups are migrated afterwards.",
    )  # fmt: skip
    restore.add_argument("file", type=Path, help="a file that `behalf backup` wrote")
    restore.add_argument("--force", action="store_true", help="replace what is there")
    facts(restore)


def _migrate(parsed: argparse.Namespace) -> int:
    with site("owner"):
        from behalf.site import database

        names = database.pending() if parsed.check else database.migrate()
    if not parsed.check:
        say(parsed, {"ran": names}, f"{len(names)} migrations ran.")
        return Exit.DONE
    say(parsed, {"waiting": names}, "\n".join([f"{len(names)} migrations wait.", *(f"  {name}" for name in names)]))
    return Exit.MIGRATIONS if names else Exit.DONE


def _prepare(parsed: argparse.Namespace) -> int:
    with site("owner"):
        from behalf.site import database, staticfiles

        ran = [] if database.up_to_date() else database.migrate()
        files = staticfiles.collect()
    say(parsed, {"ran": ran, "static": files}, f"{len(ran)} migrations ran, {files} static files are ready.")
    return Exit.DONE


def _backup(parsed: argparse.Namespace) -> int:
    with settled("owner") as folder:
        report = backup.write(os.environ["BEHALF_OWNER_URL"], folder, parsed.file or Path(backup.default_name()))
    say(parsed, report.facts(), f"{report.file}: {report.bytes:,} bytes, {report.files} attached files.")
    return Exit.DONE


def _restore(parsed: argparse.Namespace) -> int:
    with settled("owner") as folder, folder.lock():
        report = backup.restore(os.environ["BEHALF_OWNER_URL"], folder, parsed.file, force=parsed.force)
        django.setup()
        from behalf.audit import sealing
        from behalf.site import database

        database.migrate()
        sealing.forget_transactions()
    say(parsed, report.facts(), f"{report.file} of {report.made_at} is restored, with {report.files} attached files.")
    return Exit.DONE
