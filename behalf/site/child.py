"""A child process of `behalf up`: kept alive, and started again later each time when it dies soon."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

import structlog

from behalf.site.halt import Exit, Halt
from behalf.site.leash import leashed
from behalf.site.tongue import gettext as _

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0

log = structlog.get_logger(__name__)


def run_once(command: Sequence[str], environment: Mapping[str, str], *, quiet: bool = False) -> None:
    """Run one command of ours as a process of its own to its end; Halt when it fails. quiet: only faults are shown."""
    done = subprocess.run(
        [sys.executable, "-m", "behalf", *command],
        env=dict(environment),
        check=False,
        stdout=subprocess.DEVNULL if quiet else None,
        start_new_session=True,
        preexec_fn=leashed(signal.SIGKILL),
    )
    if done.returncode != 0:
        code = Exit(done.returncode) if done.returncode in set(Exit) else Exit.FAILED
        raise Halt(_("`behalf %(command)s` failed; what it said stands above.") % {"command": " ".join(command)}, code)


class Child:
    """One command of ours as a process of its own, deaf to Ctrl-C: its end is the supervisor's to order."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], *, patience: float) -> None:
        self.name = name
        self.deaths = 0
        self._command = [sys.executable, "-m", "behalf", *command]
        self._environment = dict(environment)
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None
        self._pause = FIRST_PAUSE
        self._started = 0.0
        self._again = 0.0

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start it now."""
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            self._command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=leashed(signal.SIGKILL),  # noqa: PLW1509 - nothing but a system call happens there
        )

    def tend(self) -> None:
        """Notice its death and start it again after a pause that doubles while it keeps dying."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._again:
                self.start()
                log.info("process is running again", name=self.name)
            return
        code = self._process.poll()
        if code is None:
            return
        self.deaths += 1
        if now - self._started > STEADY_SECONDS:
            self._pause = FIRST_PAUSE
        log.warning("process died", name=self.name, code=code, seconds=self._pause)
        self._process, self._again = None, now + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def ask(self) -> None:
        """Ask it to end what it is doing, and do not wait."""
        if self._process is not None:
            self._process.terminate()

    def stop(self) -> None:
        """Ask it to end what it is doing, and wait; after its patience, end it."""
        if self._process is None:
            return
        self.ask()
        try:
            self._process.wait(self._patience)
        except subprocess.TimeoutExpired:
            log.warning("process did not end in time and was killed", name=self.name)
            self._process.kill()
            self._process.wait()
        self._process = None
