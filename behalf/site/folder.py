"""The data directory: what lies where, its secrets, and the lock that lets one Behalf run on it."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from behalf.site.halt import Exit, Halt
from behalf.site.tongue import gettext as _

NEEDED_BYTES = 200 * 1024 * 1024
"""Less free space than this and PostgreSQL may stop in the middle of its work."""


class Folder:
    """The paths under ``BEHALF_DATA``."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.database = self.root / "database"
        self.secrets = self.root / "secrets"
        self.files = self.root / "files"
        self.mail = self.root / "mail"
        self.simulator = self.root / "simulator"
        self.static = self.root / "static"
        self.logs = self.root / "logs"

    def prepare(self, *, needed: int = NEEDED_BYTES) -> None:
        """Make the folders, or refuse with one sentence when the place is read-only, full or no directory."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            self._try_writing()
            for path in (self.files, self.mail, self.simulator, self.logs, self.secrets):
                path.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise unusable(self.root, error) from error
        if shutil.disk_usage(self.root).free < needed:
            raise _full(self.root)

    def _try_writing(self) -> None:
        probe = self.root / f".probe-{os.getpid()}"
        probe.write_bytes(b"\0" * 4096)
        probe.unlink()

    def secret(self, name: str) -> str:
        """The secret of this name, made on first use and readable by its owner alone."""
        path = self.secrets / name
        try:
            self.secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        except OSError as error:
            raise unusable(self.root, error) from error
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(36) + "\n")
        return path.read_text().strip()

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the data directory for one running Behalf; a second one is refused with the first one's number."""
        said = _("Behalf is already running on %(folder)s (process %(holder)s): stop that one first.")
        with locked(self.root / "lock", said, self.root):
            yield


@contextmanager
def locked(path: Path, sentence: str, folder: Path) -> Iterator[None]:
    """Hold an exclusive lock on ``path`` that ends with this process, or refuse with ``sentence``.

    sentence: names the ``folder`` and the process that is its ``holder``.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(handle, 32).decode().strip()
        os.close(handle)
        raise Halt(sentence % {"folder": folder, "holder": holder or "?"}, Exit.RUNNING) from None
    try:
        os.truncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def unusable(root: Path, error: OSError) -> Halt:
    """One sentence for a data directory that cannot be written."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return _full(root)
        case errno.EROFS | errno.EACCES | errno.EPERM:
            sentence = _(
                "The data directory %(folder)s cannot be written: make it writable or set BEHALF_DATA to another."
            )
        case errno.ENOTDIR | errno.EEXIST:
            sentence = _("%(folder)s is not a directory: set BEHALF_DATA to one.")
        case _:
            sentence = _("The data directory %(folder)s cannot be used (%(reason)s): set BEHALF_DATA to another.")
    return Halt(sentence % {"folder": root, "reason": error.strerror}, Exit.FOLDER)


def _full(root: Path) -> Halt:
    sentence = _(
        "The disk of the data directory %(folder)s is full: free some space or set BEHALF_DATA to another disk."
    )
    return Halt(sentence % {"folder": root}, Exit.FOLDER)
