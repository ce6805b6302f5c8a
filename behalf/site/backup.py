"""Backup and restore: the database, the files people attached, and the keys, in one tar file.

The database is dumped first. Files are only ever added, so every row of the dump finds its file. Log-in passwords of
the embedded database stay out: each cluster has its own.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from behalf import __version__
from behalf.site.engine import packaged
from behalf.site.fingerprint import forget
from behalf.site.folder import Folder
from behalf.site.halt import Exit, Halt
from behalf.site.tongue import gettext as _

FORMAT = 1
MANIFEST, DUMP = "manifest.json", "database.dump"
KEYS = ("secret-key", "audit-key")


class Manifest(TypedDict):
    """The first member of the file: what the others are, and their digests."""

    format: int
    version: str
    made_at: str
    sha256: dict[str, str]


@dataclass(frozen=True)
class Report:
    """What was written or put back."""

    file: str
    bytes: int
    files: int
    made_at: str
    version: str

    def facts(self) -> dict[str, object]:
        """As JSON says it."""
        return asdict(self)


def default_name() -> str:
    """A file name that sorts by time."""
    return f"behalf-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar"


def write(owner_url: str, folder: Folder, target: Path) -> Report:
    """Write a backup to ``target``; the file appears whole or not at all."""
    if target.exists():
        raise Halt(_("%(file)s exists already: choose another name.") % {"file": target}, Exit.FOLDER)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        with tempfile.TemporaryDirectory(dir=folder.root, prefix="backup-") as work:
            dump = Path(work) / DUMP
            _postgres(["pg_dump", "--format=custom", "--no-owner", f"--file={dump}"], owner_url)
            parts = {DUMP: dump, **_keys(folder), **_files(folder)}
            _pack(draft, parts, made_at)
        draft.rename(target)
    except OSError as error:
        raise Halt(
            _("The backup cannot be written to %(file)s (%(reason)s).") % {"file": target, "reason": error.strerror},
            Exit.FOLDER,
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    count = sum(name.startswith("files/") for name in parts)
    return Report(str(target), target.stat().st_size, count, made_at, __version__)


def restore(owner_url: str, folder: Folder, source: Path, *, force: bool) -> Report:
    """Put a backup back. Nothing is touched before the whole file was read and found undamaged.

    force: replace what the database and the files folder hold; without it both must be empty.
    """
    with tempfile.TemporaryDirectory(dir=folder.root, prefix="restore-") as work:
        manifest = _unpack(source, Path(work))
        if not force and (_has_tables(owner_url) or any(folder.files.iterdir())):
            raise Halt(
                _("%(folder)s is not empty: restore elsewhere, or add --force to replace it.")
                % {"folder": folder.root},
                Exit.FOLDER,
            )
        forget(folder)
        _empty(owner_url)
        _postgres(
            ["pg_restore", "--no-owner", "--single-transaction", "--exit-on-error", f"{Path(work) / DUMP}"], owner_url
        )
        _put_back(Path(work), folder)
    count = sum(name.startswith("files/") for name in manifest["sha256"])
    return Report(str(source), source.stat().st_size, count, manifest["made_at"], manifest["version"])


def _keys(folder: Folder) -> dict[str, Path]:
    return {f"secrets/{name}": folder.secrets / name for name in KEYS if (folder.secrets / name).exists()}


def _files(folder: Folder) -> dict[str, Path]:
    found = (path for path in sorted(folder.files.rglob("*")) if path.is_file())
    return {f"files/{path.relative_to(folder.files).as_posix()}": path for path in found}


def _pack(target: Path, parts: dict[str, Path], made_at: str) -> None:
    manifest: Manifest = {
        "format": FORMAT,
        "version": __version__,
        "made_at": made_at,
        "sha256": {name: _digest(path) for name, path in parts.items()},
    }
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w") as tar:
        content = json.dumps(manifest, indent=1).encode()
        head = tarfile.TarInfo(MANIFEST)
        head.size, head.mode = len(content), 0o600
        tar.addfile(head, io.BytesIO(content))
        for name, path in parts.items():
            tar.add(path, arcname=name, recursive=False)
        file.flush()
        os.fsync(handle)


def _unpack(source: Path, work: Path) -> Manifest:
    try:
        with tarfile.open(source) as tar:
            tar.extractall(work, filter="data")
        manifest: Manifest = json.loads((work / MANIFEST).read_text())
    except FileNotFoundError as error:
        raise Halt(_("%(file)s does not exist or is no backup of Behalf.") % {"file": source}) from error
    except (tarfile.TarError, OSError, ValueError) as error:
        raise Halt(
            _("%(file)s is damaged or no backup of Behalf (%(reason)s).") % {"file": source, "reason": error}
        ) from error
    if manifest.get("format") != FORMAT:
        raise Halt(
            _("%(file)s was written by Behalf %(version)s: restore it with that version.")
            % {"file": source, "version": manifest.get("version")}
        )
    for name, expected in manifest["sha256"].items():
        if not (work / name).is_file() or _digest(work / name) != expected:
            raise Halt(_("%(file)s is damaged: %(part)s is not what was written.") % {"file": source, "part": name})
    return manifest


def _put_back(work: Path, folder: Folder) -> None:
    if (work / "files").is_dir():
        shutil.rmtree(folder.files, ignore_errors=True)
        shutil.copytree(work / "files", folder.files)
    for name in KEYS:
        if (work / "secrets" / name).exists():
            shutil.copyfile(work / "secrets" / name, folder.secrets / name)
            (folder.secrets / name).chmod(0o600)


def _has_tables(owner_url: str) -> bool:
    with psycopg.connect(owner_url) as connection:
        return connection.execute("select from pg_tables where schemaname = 'public' limit 1").fetchone() is not None


def _empty(owner_url: str) -> None:
    with psycopg.connect(owner_url) as connection:
        connection.execute("drop owned by current_user cascade")


def _postgres(command: list[str], owner_url: str) -> None:
    """Run one of PostgreSQL's own tools; the password goes through its environment, where `ps` does not show it."""
    program, *arguments = command
    password = conninfo_to_dict(owner_url).get("password")
    address = make_conninfo(owner_url, password=None)
    done = subprocess.run(
        [packaged() / program, f"--dbname={address}", *arguments],
        env={**os.environ, "PGPASSWORD": str(password or "")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Halt(
            _("%(program)s failed: %(reason)s") % {"program": program, "reason": done.stderr.strip().splitlines()[-1]},
            Exit.DATABASE,
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
