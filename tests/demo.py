"""The demo world, made once in a run and beside its first tests: ``python -m tests.demo`` with the lock handed down."""

from __future__ import annotations

import fcntl
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from behalf.site.embedded import EmbeddedServer
from tests.run import PATIENCE, ROOT, home
from tests.site.running import Behalf, copied

CALM = "select not exists (select from procrastinate_jobs) and not exists (select from audit_pending)"


class Making:
    """The process that makes the demo world; it holds the lock for as long as it lives, however it ends."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Begin, unless somebody else of this run did."""
        with _lock().open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            if not (home() / "demo.begun").exists():
                (home() / "demo.begun").touch()
                command = [sys.executable, "-m", "tests.demo"]
                self._process = subprocess.Popen(command, cwd=ROOT, pass_fds=[lock.fileno()])

    def end(self) -> None:
        """Do not leave it behind when the run is over before it is."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(PATIENCE)


def made() -> Path:
    """A data directory with the demo world, for nobody to run on; waits until it is made."""
    with _lock().open() as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
    assert _finished().exists(), "the demo world was not made; what that process said stands above"
    return _finished()


def small(data: Path) -> Behalf:
    """A Behalf with the demo world, for machines that do other things beside."""
    return Behalf(data, BEHALF_WEB_WORKERS="1", BEHALF_WEB_THREADS="4", BEHALF_DEMO="1")


def _make() -> None:
    draft = copied(home() / "template", home() / "demo.new")
    with small(draft).up(), psycopg.connect(EmbeddedServer(draft).addresses().owner, autocommit=True) as owner:
        _wait_for_calm(owner)
    draft.rename(_finished())


def _wait_for_calm(owner: psycopg.Connection[tuple[bool]]) -> None:
    """Whatever the demo world set off is done, and sealed: no story finds it at work."""
    deadline = time.monotonic() + PATIENCE
    while not all(owner.execute(CALM).fetchone() or (False,)):
        assert time.monotonic() < deadline, "the demo world does not come to rest"
        time.sleep(0.05)


def _lock() -> Path:
    return home() / "demo.lock"


def _finished() -> Path:
    return home() / "demo"


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))
    _make()
