"""Whether anything changed since the database and the static files were last brought up to date.

Looking at sizes and times of our own files takes milliseconds; asking Django takes a second that every start would
pay.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from behalf.site.folder import Folder

CODE = Path(__file__).resolve().parents[1]


class Stamp:
    """Remembers, in the data directory, for which code and database everything was last prepared.

    database: the address of a database of one's own; None for the embedded one, which moves with the directory.
    """

    def __init__(self, folder: Folder, database: str | None) -> None:
        self._path = folder.root / "prepared"
        self._database = database or _seen(folder.database / "cluster" / "PG_VERSION")

    def fresh(self) -> bool:
        """Whether nothing changed since ``renew``."""
        try:
            return self._path.read_text() == self._fingerprint()
        except OSError:
            return False

    def renew(self) -> None:
        """Remember the present state as prepared."""
        self._path.write_text(self._fingerprint())

    def _fingerprint(self) -> str:
        digest = hashlib.sha256(self._database.encode())
        for line in (*_files(CODE), *_files(CODE.parent / "locale")):
            digest.update(line.encode())
        return digest.hexdigest()


def forget(folder: Folder) -> None:
    """Make the next start prepare everything anew, as after a restore."""
    (folder.root / "prepared").unlink(missing_ok=True)


def _files(root: Path) -> Iterator[str]:
    for place, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in {"__pycache__", "tests"})
        for name in sorted(names):
            path = Path(place) / name
            yield f"{path} {_seen(path)}\n"


def _seen(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return "absent"
    return f"{found.st_size} {found.st_mtime_ns}"
