"""A full disk, wherever it is met: it is nobody's mistake, and what was to be done is done once there is room again."""

from __future__ import annotations

import errno

from psycopg.errors import DiskFull

_FULL = {errno.ENOSPC, errno.EDQUOT}


def is_full(error: BaseException | None) -> bool:
    """Whether this, or what it came from, says that a disk is full: ours, or the database's."""
    while error is not None:
        if isinstance(error, DiskFull) or (isinstance(error, OSError) and error.errno in _FULL):
            return True
        error = error.__cause__
    return False
