"""A whole Behalf in processes of its own, as a newcomer starts it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil

from behalf.site.supervisor import MAIL_IN_PORT, MAIL_PORT, PAGES_PORT, SIMULATOR_PORT, SMTP_PORT
from tests.run import PATIENCE, ROOT, home

WISHES = (SIMULATOR_PORT, SMTP_PORT, MAIL_PORT, MAIL_IN_PORT)
PORTS = range(10_000, 31_900, 100)


def free_port() -> int:
    """A port that no other test of this run gets, nor a connection: those have theirs from 32768 on.

    The ports that `behalf up` wishes for beside it are free as well.
    """
    with (home() / "ports").open("a+") as given:
        fcntl.flock(given, fcntl.LOCK_EX)
        given.seek(0)
        last = int(given.read() or zlib.crc32(bytes(home())))
        place = next(each for each in range(last + 1, last + len(PORTS)) if _all_free(PORTS[each % len(PORTS)]))
        given.truncate(0)
        given.write(str(place))
    return PORTS[place % len(PORTS)]


def _all_free(port: int) -> bool:
    return all(_is_free(port + step) for step in (0, *(wish - PAGES_PORT for wish in WISHES)))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def copied(template: Path, target: Path) -> Path:
    """A data directory like the template, whose database must not be running."""
    return Path(shutil.copytree(template, target, ignore=shutil.ignore_patterns(".s.PGSQL*")))


class Behalf:
    """The command line on one data directory and port, without the demo world."""

    def __init__(self, data: Path, port: int | None = None, **settings: str) -> None:
        self.data = data
        self.port = port or free_port()
        outside = {key: given for key, given in os.environ.items() if not key.startswith(("BEHALF_", "DJANGO_"))}
        self.environment = {
            **outside,
            "BEHALF_DATA": str(data),
            "BEHALF_PORT": str(self.port),
            "BEHALF_DEMO": "0",
            **settings,
        }

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """One command, to its end."""
        return subprocess.run(
            [sys.executable, "-m", "behalf", *command],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip

    def facts(self, *command: str) -> Any:
        """What a command prints with --json."""
        done = self.run(*command, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    @contextmanager
    def up(self) -> Iterator[Up]:
        """`behalf up`, once it says that it is ready; stopped at the end if it still runs."""
        process = subprocess.Popen(
            [sys.executable, "-m", "behalf", "up"],
            cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        running = Up(process, f"http://localhost:{self.port}")
        try:
            running.read_until("Stop with Ctrl-C")
            yield running
        finally:
            if process.poll() is None:
                running.stop()
            assert process.stdout is not None
            process.stdout.close()


class Up:
    """A running `behalf up`."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self._process = process
        self.address = address
        self.said: list[str] = []

    def read_until(self, words: str) -> str:
        """The line that holds these words, as soon as it is printed."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.said.append(line)
            if words in line:
                return line
        raise AssertionError(f"it ended without saying {words!r}:\n{''.join(self.said)}")

    def family(self) -> list[psutil.Process]:
        """Every process below it."""
        below: list[psutil.Process] = psutil.Process(self._process.pid).children(recursive=True)
        return below

    def child(self, *words: str) -> psutil.Process:
        """The process directly below it whose command line holds these words."""
        return next(
            process
            for process in psutil.Process(self._process.pid).children()
            if set(words) <= set(process.cmdline())
        )  # fmt: skip

    def stop(self, sent: signal.Signals = signal.SIGTERM) -> int:
        """Send the signal and wait for the end; the exit code."""
        self._process.send_signal(sent)
        return self._process.wait(PATIENCE)

    def get(self, path: str) -> httpx.Response:
        """A page, as it is answered."""
        return httpx.get(f"{self.address}{path}", timeout=PATIENCE)


def gone(processes: list[psutil.Process]) -> bool:
    """Whether all of them end within reasonable time."""
    _ended, alive = psutil.wait_procs(processes, timeout=PATIENCE)
    return not alive
