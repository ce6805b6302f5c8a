"""The embedded PostgreSQL: initialised, started as our child, and gone with us.

It listens on a socket in a folder that only its own user may enter, never on the network. Under root the server
starts with the data directory as its working directory and knows it by that name only, for its user may not be
allowed to walk there from the top.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import stat
import subprocess
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

import psycopg

from behalf.site import roles
from behalf.site.engine import MAJOR, Account, Engine, engine
from behalf.site.folder import Folder, locked, unusable
from behalf.site.halt import Exit, Halt
from behalf.site.leash import leashed
from behalf.site.tongue import gettext as _
from behalf.site.tuning import fast_and_loose, tuning

SUPERUSER = "postgres"
PORT = 5432  # only names the socket file
LONGEST_LOG = 10 * 1024 * 1024
LONGEST_SOCKET = 100  # the system's limit is 107 bytes
START_SECONDS = 60.0
STOP_SECONDS = 30.0


@dataclass(frozen=True)
class Addresses:
    """A URL for each who may log in; they carry passwords, so they are never printed."""

    admin: str
    owner: str
    web: str
    worker: str

    def environment(self) -> dict[str, str]:
        """As the settings expect them."""
        return {
            "BEHALF_OWNER_URL": self.owner,
            "BEHALF_DATABASE_URL": self.web,
            "BEHALF_WORKER_URL": self.worker,
        }


class EmbeddedServer:
    """One PostgreSQL on one data directory; a context manager, or ``start`` and ``stop``.

    durable: False gives up safety against power failure for speed; for tests only.
    """

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self._folder = Folder(data)
        self._home = self._folder.database
        self._cluster = self._home / "cluster"
        self._settings = tuning() if durable else fast_and_loose()
        self._held = ExitStack()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Addresses:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> Addresses:
        """Initialise on first use, start, wait until it answers, and make sure that the roles exist."""
        try:
            self._home.mkdir(mode=0o700, parents=True, exist_ok=True)
            said = _("The database in %(folder)s is already running (process %(holder)s): stop that one first.")
            self._held.enter_context(locked(self._home / "lock", said, self._home))
            self._launch(engine())
        except OSError as error:
            self.stop()
            raise unusable(self._folder.root, error) from error
        except BaseException:
            self.stop()
            raise
        addresses = self.addresses()
        with psycopg.connect(addresses.admin, dbname=SUPERUSER, autocommit=True) as admin:
            roles.ensure(admin, {role: self._password(role) for role in (roles.OWNER, *roles.LOGINS)})
        return addresses

    def stop(self) -> None:
        """Stop the server after its present transactions were rolled back; nothing committed is lost."""
        if self._process is not None:
            _end(self._process)
            self._process = None
        self._held.close()

    @property
    def pid(self) -> int | None:
        """The server's process, while it runs under us."""
        return self._process.pid if self._process else None

    def alive(self) -> bool:
        """Whether the server that we started still runs."""
        return self._process is not None and self._process.poll() is None

    def addresses(self) -> Addresses:
        """Where it can be reached; true for the server of another process on the same data directory too."""
        socket = quote(str(self._socket_folder()), safe="")

        def url(user: str, database: str) -> str:
            return f"postgresql://{user}:{self._password(user)}@/{database}?host={socket}&port={PORT}"

        return Addresses(
            admin=url(SUPERUSER, roles.DATABASE),
            owner=url(roles.OWNER, roles.DATABASE),
            web=url("behalf_web", roles.DATABASE),
            worker=url("behalf_worker", roles.DATABASE),
        )

    def _password(self, user: str) -> str:
        return self._folder.secret(f"database-{user}")

    def _launch(self, chosen: Engine) -> None:
        _give(self._home, chosen.account)
        if not self._cluster.exists():
            self._initialise(chosen)
        self._check_version()
        _end_stray(self._cluster)
        self._write_tuning(chosen.account)
        socket = self._socket_folder()
        if socket != self._home:
            _private(socket, chosen.account)
        with self._log().open("ab") as log:
            self._process = subprocess.Popen(
                [
                    chosen.path("postgres"),
                    "-D",
                    self._name(chosen),
                    "-k",
                    ".." if socket == self._home else str(socket),
                    "-p",
                    str(PORT),
                    "-c",
                    "listen_addresses=",
                ],
                **_as(chosen.account, self._cluster),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C must not reach it before web and worker are done
                preexec_fn=leashed(signal.SIGINT),  # noqa: PLW1509 - nothing but a system call happens there
            )
        self._wait_until_ready(self._process)

    def _name(self, chosen: Engine) -> str:
        return "/proc/self/cwd" if chosen.account else str(self._cluster)

    def _initialise(self, chosen: Engine) -> None:
        """Make the cluster under another name first: a half-made one must never be taken for a whole one."""
        draft, password = self._home / "cluster.new", self._home / "password"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        password.write_text(self._password(SUPERUSER))
        _give(draft, chosen.account)
        _give(password, chosen.account)
        made = subprocess.run(
            [
                chosen.path("initdb"),
                "-D",
                "/proc/self/cwd" if chosen.account else str(draft),
                "-U",
                SUPERUSER,
                "--auth=scram-sha-256",
                "--pwfile=../password",
                "-E",
                "UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--no-sync",
            ],
            **_as(chosen.account, draft),
            capture_output=True,
            text=True,
            check=False,
        )
        password.unlink()
        if made.returncode != 0:
            raise Halt(
                _("The database could not be initialised: %(reason)s") % {"reason": _last_line(made.stderr)},
                Exit.DATABASE,
            )
        with (draft / "postgresql.conf").open("a") as file:
            file.write("\ninclude 'behalf.conf'\n")
        os.sync()
        draft.rename(self._cluster)

    def _check_version(self) -> None:
        found = (self._cluster / "PG_VERSION").read_text().strip()
        if found != str(MAJOR):
            raise Halt(
                _(
                    "The database in %(folder)s was made by PostgreSQL %(found)s, this Behalf brings %(ours)s: "
                    "make a backup with the Behalf that made it and restore that backup here."
                )
                % {"folder": self._cluster, "found": found, "ours": MAJOR},
                Exit.DATABASE_VERSION,
            )

    def _write_tuning(self, account: Account | None) -> None:
        lines = [f"{name} = '{value}'" for name, value in self._settings.items()]
        path = self._cluster / "behalf.conf"
        path.write_text("# Written at every start; change behalf/site/tuning.py instead.\n" + "\n".join(lines) + "\n")
        _give(path, account)

    def _socket_folder(self) -> Path:
        """Inside the data directory, or, where that path is too long for a socket, in a private temporary folder."""
        if len(os.fsencode(self._home / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
            return self._home
        return Path("/tmp") / f"behalf-{hashlib.sha256(os.fsencode(self._home)).hexdigest()[:16]}"  # noqa: S108 - see _private

    def _log(self) -> Path:
        """Where the server writes; a long one is put aside, once, when the next server starts."""
        self._folder.logs.mkdir(mode=0o700, exist_ok=True)
        path = self._folder.logs / "database.log"
        if path.exists() and path.stat().st_size > LONGEST_LOG:
            path.replace(path.with_suffix(".log.1"))
        return path

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not ready(self._cluster):
            if process.poll() is not None or time.monotonic() > deadline:
                reason = _last_line(self._log().read_text(errors="replace"))
                raise Halt(_("The database did not start: %(reason)s") % {"reason": reason}, Exit.DATABASE)
            time.sleep(0.01)


def ready(cluster: Path) -> bool:
    """Whether the server on this cluster says of itself that it takes connections."""
    try:
        return (cluster / "postmaster.pid").read_text().splitlines()[7].strip() == "ready"
    except (OSError, IndexError):
        return False


def _as(account: Account | None, folder: Path) -> dict[str, Any]:
    who: dict[str, Any] = {} if account is None else {"user": account.uid, "group": account.gid, "extra_groups": []}
    clean = {key: os.environ[key] for key in ("PATH", "HOME", "TMPDIR") if key in os.environ}
    return {"cwd": folder, "env": {**clean, "LC_ALL": "C", "TZ": "UTC"}, "umask": 0o077, **who}


def _give(path: Path, account: Account | None) -> None:
    """Make the account own ``path``; for a whole cluster of another owner (a restored disk) all below it too."""
    if account is None or path.lstat().st_uid == account.uid:
        return
    for folder, _folders, files in os.walk(path):
        os.chown(folder, account.uid, account.gid)
        for file in files:
            os.chown(Path(folder) / file, account.uid, account.gid, follow_symlinks=False)
    os.chown(path, account.uid, account.gid)


def _private(folder: Path, account: Account | None) -> None:
    """A folder under /tmp that is ours alone; refused when somebody else laid it there first."""
    owner = os.geteuid() if account is None else account.uid
    try:
        folder.mkdir(mode=0o700)
        _give(folder, account)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
            raise Halt(
                _("%(folder)s belongs to somebody else: set BEHALF_DATA to a shorter path.") % {"folder": folder},
                Exit.FOLDER,
            ) from None


def _end_stray(cluster: Path) -> None:
    """End the server of a Behalf that was killed, or forget its mark when the process is something else by now.

    Called under the lock, so no living Behalf owns it.
    """
    mark = cluster / "postmaster.pid"
    if not mark.exists() or not Path("/proc/self").exists():  # without /proc PostgreSQL's own, milder, check remains
        return
    pid = int(mark.read_text().splitlines()[0])
    if not _works_in(pid, cluster):
        mark.unlink(missing_ok=True)
        return
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + STOP_SECONDS
    while _works_in(pid, cluster):
        if time.monotonic() > deadline:
            raise Halt(
                _("An older database server (process %(id)s) does not stop: end it first.") % {"id": pid}, Exit.RUNNING
            )
        time.sleep(0.05)


def _works_in(pid: int, cluster: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").samefile(cluster)
    except OSError:
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    for sent, patience in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        if process.poll() is not None:
            return
        process.send_signal(sent)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "FATAL" in line or "error" in line.lower()]
    return (telling or lines or ["it said nothing"])[-1]
