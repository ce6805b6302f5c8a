"""What a command needs before it can work: the full set of settings, and a database that answers."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from behalf.site import embedded, roles
from behalf.site.embedded import EmbeddedServer
from behalf.site.folder import Folder
from behalf.site.halt import Exit, Halt
from behalf.site.safety import unsafe
from behalf.site.tongue import gettext as _
from behalf.site.variables import DEFAULTS, value

DATABASE_URLS = {"web": "BEHALF_DATABASE_URL", "worker": "BEHALF_WORKER_URL", "owner": "BEHALF_OWNER_URL"}
RUNNING = "running.json"
PATIENCE = 15.0
OLDEST = 170_000  # what `pg_restore` of our version writes, an older server does not read


def checked(environment: Mapping[str, str]) -> None:
    """Refuse to work with unsafe settings, naming each."""
    found = unsafe(environment)
    if found:
        raise Halt(" ".join(found), Exit.UNSAFE)


def folder_of(environment: Mapping[str, str]) -> Folder:
    """The data directory these settings name."""
    return Folder(Path(value(environment, "DATA")))


def completed(environment: Mapping[str, str], folder: Folder) -> dict[str, str]:
    """The settings with what is made or chosen for those left unset."""
    full = {**running(folder), **environment, "BEHALF_DATA": str(folder.root)}
    for key, secret in (("BEHALF_SECRET_KEY", "secret-key"), ("BEHALF_AUDIT_KEY", "audit-key")):
        if not full.get(key):
            full[key] = folder.secret(secret)
    if not full.get("BEHALF_ADDRESS"):
        full["BEHALF_ADDRESS"] = f"http://localhost:{value(environment, 'PORT')}"
    if not full.get("BEHALF_HOSTS"):
        public = urlsplit(full["BEHALF_ADDRESS"]).hostname or "localhost"
        full["BEHALF_HOSTS"] = ",".join(dict.fromkeys((public, *DEFAULTS["BEHALF_HOSTS"].split(","))))
    return full


def running(folder: Folder) -> dict[str, str]:
    """The addresses that the present `behalf up` chose for its helpers; empty when none runs."""
    try:
        noted: dict[str, str] = json.loads((folder.root / RUNNING).read_text())
    except (OSError, ValueError):
        return {}
    return noted


@contextmanager
def noted(folder: Folder, chosen: Mapping[str, str]) -> Iterator[None]:
    """Let other commands find what this `behalf up` chose, for as long as it runs."""
    path = folder.root / RUNNING
    path.write_text(json.dumps(dict(chosen), indent=1) + "\n")
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def database(environment: Mapping[str, str], folder: Folder, process: str) -> Iterator[dict[str, str]]:
    """The settings with addresses of a database that answers this process (web, worker or owner).

    A database of your own is used as it is; the embedded one is used where it runs, and else started for as long
    as the command lasts.
    """
    if own_database(environment):
        require_reachable(environment, process)
        yield dict(environment)
        return
    server = EmbeddedServer(folder.root)
    try:
        addresses = server.start()
    except Halt as halt:
        if halt.code is not Exit.RUNNING:
            raise
        addresses = _attached(server, folder)
    try:
        yield {**environment, **addresses.environment()}
    finally:
        server.stop()


def own_database(environment: Mapping[str, str]) -> bool:
    """Whether a database of your own was named, in place of the embedded one."""
    return any(environment.get(key) for key in DATABASE_URLS.values())


def require_reachable(environment: Mapping[str, str], process: str) -> None:
    """Refuse with one sentence when the named database does not let this process in, is too old, or is not prepared."""
    key = DATABASE_URLS[process]
    if not environment.get(key):
        raise Halt(
            _("%(name)s is not set, while other addresses of a database of your own are.") % {"name": key},
            Exit.DATABASE,
        )
    try:
        with psycopg.connect(environment[key], connect_timeout=5) as connection:
            version, faults = connection.info.server_version, roles.faults(connection)
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise Halt(
            _("The database of %(name)s cannot be reached: %(reason)s") % {"name": key, "reason": reason}, Exit.DATABASE
        ) from error
    if version < OLDEST:
        said = _("The database of %(name)s is PostgreSQL %(found)s: Behalf needs %(oldest)s or newer.") % {
            "name": key,
            "found": version // 10_000,
            "oldest": OLDEST // 10_000,
        }
        raise Halt(said, Exit.DATABASE_VERSION)
    if faults:
        raise Halt(
            _("The database of %(name)s is not prepared: %(faults)s.") % {"name": key, "faults": "; ".join(faults)},
            Exit.DATABASE,
        )


def _attached(server: EmbeddedServer, folder: Folder) -> embedded.Addresses:
    """The addresses of the server that another command runs, once it is ready."""
    deadline = time.monotonic() + PATIENCE
    while not embedded.ready(folder.database / "cluster"):
        if time.monotonic() > deadline:
            raise Halt(
                _("The database in %(folder)s is running but does not answer.") % {"folder": folder.database},
                Exit.DATABASE,
            )
        time.sleep(0.05)
    return server.addresses()


def enter(environment: Mapping[str, str], process: str) -> None:
    """Make these settings those of this very process, before Django reads them."""
    os.environ.update(environment)
    os.environ["BEHALF_PROCESS"] = process
    os.environ["DJANGO_SETTINGS_MODULE"] = "behalf.site.settings"
