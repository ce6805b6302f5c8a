"""A leash: a child process that ends with its parent, even when the parent was killed with -9."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1
# Loaded once, before any fork: a child between fork and exec should not look for libraries.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def leash(sent: signal.Signals = signal.SIGTERM) -> None:
    """From now on this process gets ``sent`` when its parent dies (Linux; elsewhere nothing happens)."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(sent), 0, 0, 0)


def leashed(sent: signal.Signals) -> Callable[[], None]:
    """What a child runs just before exec so that it gets ``sent`` when the thread that started it ends."""
    parent = os.getpid()

    def tie() -> None:
        leash(sent)
        if os.getppid() != parent:  # the parent died between fork and here, so no signal will come
            os.kill(os.getpid(), signal.SIGKILL)

    return tie
