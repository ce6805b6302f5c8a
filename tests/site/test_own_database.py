"""A PostgreSQL that is not ours: prepared as docs/operate says, word by word, then used by every command."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from behalf.site.engine import engine
from behalf.site.halt import Exit
from tests.run import PATIENCE, ROOT
from tests.site.running import Behalf, free_port

GUIDE = (ROOT / "docs" / "operate" / "README.md").read_text()
STATEMENTS = re.sub("'…'", "'s@crt/'", re.findall(r"```sql\n(.*?)```", GUIDE, flags=re.DOTALL)[0]).split(";")
LOGINS = {"BEHALF_OWNER_URL": "behalf_owner", "BEHALF_DATABASE_URL": "behalf_web", "BEHALF_WORKER_URL": "behalf_worker"}


class Server:
    """Somebody else's server, reached over the network, which knows nothing of us."""

    def __init__(self, port: int) -> None:
        self.port = port

    def do(self, *statements: str) -> None:
        """Run statements as its superuser."""
        with psycopg.connect(self._url("dba", "postgres"), autocommit=True) as admin:
            for statement in statements:
                if statement.strip():
                    admin.execute(statement.encode())

    def settings(self, database: str = "behalf") -> dict[str, str]:
        """The addresses of one of its databases, as the guide names them."""
        return {key: self._url(user, database) for key, user in LOGINS.items()}

    def _url(self, user: str, database: str) -> str:
        return f"postgresql://{user}:s%40crt%2F@127.0.0.1:{self.port}/{database}"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    chosen, port = engine(), free_port()
    home = Path(tempfile.mkdtemp(prefix="own-database-"))  # not below pytest's, where the server's user may not go
    who: dict[str, Any] = {"cwd": home, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C"}}
    (home / "password").write_text("s@crt/")
    if chosen.account:
        who |= {"user": chosen.account.uid, "group": chosen.account.gid, "extra_groups": []}
        os.chown(home, chosen.account.uid, chosen.account.gid)
        (home / "password").chmod(0o644)
    initdb = [chosen.path("initdb"), "-D", "cluster", "-U", "dba", "--pwfile=password", "--auth=scram-sha-256"]
    subprocess.run([*initdb, "-E", "UTF8", "--no-locale", "--no-sync"], check=True, capture_output=True, **who)
    options = ["-p", str(port), "-k", "", "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
    with subprocess.Popen(
        [chosen.path("postgres"), "-D", "cluster", *options], stderr=subprocess.DEVNULL, **who
    ) as run:
        try:
            there = Server(port)
            _patiently(there)
            there.do(*STATEMENTS)
            yield there
        finally:
            run.terminate()
            run.wait(PATIENCE)
            shutil.rmtree(home)


def _patiently(server: Server) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return server.do("select 1")
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise


@contextmanager
def _running(behalf: Behalf, *command: str) -> Iterator[None]:
    with subprocess.Popen([sys.executable, "-m", "behalf", *command], cwd=ROOT, env=behalf.environment) as process:
        try:
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _ready(behalf: Behalf) -> dict[str, str]:
    deadline = time.monotonic() + PATIENCE
    checks: dict[str, str] = {}
    while set(checks.values()) != {"ok"} and time.monotonic() < deadline:
        try:
            checks = httpx.get(f"http://127.0.0.1:{behalf.port}/readyz", timeout=PATIENCE).json()["checks"]
        except httpx.TransportError:
            continue
    return checks


def test_the_guide_leads_to_a_running_behalf_that_is_backed_up_and_restored(server: Server, tmp_path: Path) -> None:
    behalf = Behalf(tmp_path / "var", None, **server.settings())
    assert behalf.facts("migrate")["ran"]
    behalf.facts("init", "operator", "21Vianet", "--admin", "刘洋", "--email", "liu@21v.example")
    with _running(behalf, "web"), _running(behalf, "worker"):
        assert _ready(behalf) == dict.fromkeys(("database", "migrations", "worker", "audit"), "ok")
        page = httpx.get(f"http://127.0.0.1:{behalf.port}/accounts/login/", timeout=PATIENCE)
        assert page.status_code == 200
        style = re.search(r'href="(/static/[^"]+\.css)"', page.text)
        assert style
        assert httpx.get(f"http://127.0.0.1:{behalf.port}{style[1]}", timeout=PATIENCE).status_code == 200
        behalf.facts("backup", str(tmp_path / "behalf.tar"))
    server.do(*(each.replace("database behalf", "database second") for each in STATEMENTS if "database" in each))
    elsewhere = Behalf(tmp_path / "second", None, **server.settings("second"))
    assert elsewhere.run("restore", str(tmp_path / "behalf.tar")).returncode == 0
    assert elsewhere.facts("migrate", "--check") == {"waiting": []}
    assert elsewhere.run("audit", "verify").returncode == 0


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("revoke as_operator from behalf_web", "", "behalf_web may not take as_operator"),
        ("grant as_reseller to behalf_worker with inherit true", "", "behalf_worker has the rights of as_reseller"),
        ("alter role behalf_web bypassrls", "alter role behalf_web nobypassrls", "behalf_web passes by"),
        ("grant behalf_owner to behalf_web", "revoke behalf_owner from behalf_web", "has the rights of behalf_owner"),
    ],
)  # fmt: skip
def test_rights_that_are_not_as_in_the_guide_are_named(
    server: Server, tmp_path: Path, wrong: str, right: str, said: str
) -> None:
    grant = next(each for each in STATEMENTS if "inherit false" in each)
    server.do(wrong)
    refused = Behalf(tmp_path / "var", None, **server.settings()).run("migrate", "--check")
    server.do(right, grant)
    assert (refused.returncode, said in refused.stderr) == (Exit.DATABASE, True)


def test_a_database_that_cannot_hold_every_script_is_refused(server: Server, tmp_path: Path) -> None:
    server.do("create database ascii owner behalf_owner encoding 'SQL_ASCII' locale 'C' template template0")
    refused = Behalf(tmp_path / "var", None, **server.settings("ascii")).run("migrate")
    assert (refused.returncode, "UTF8" in refused.stderr) == (Exit.DATABASE, True)
