"""A database of the bench's own, in a folder that may be kept and used again."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from behalf.site.embedded import EmbeddedServer
from bench.processes import inside, run, settings_for


@contextmanager
def world(keep: Path | None, cases: int) -> Iterator[dict[str, str]]:
    """The settings of a served database with so many cases (``deep.py``), filled unless the folder holds them."""
    with tempfile.TemporaryDirectory(prefix="behalf-bench-") as temporary:
        folder = (keep or Path(temporary)) / str(cases)
        mark = folder / "filled"
        if not mark.exists():
            shutil.rmtree(folder, ignore_errors=True)  # one that was broken off
            folder.mkdir(parents=True)
            _fill(folder, cases)
            mark.touch()
        server = EmbeddedServer(folder)
        try:
            settings = settings_for(folder, server)
            run(settings, "behalf", "prepare")  # what has been added to the tables since
            yield settings
        finally:
            server.stop()


def _fill(folder: Path, cases: int) -> None:
    """Without care for a power failure, which would only mean to fill it again."""
    server = EmbeddedServer(folder, durable=False)
    try:
        settings = settings_for(folder, server)
        with psycopg.connect(server.addresses().admin, autocommit=True) as admin:
            admin.execute("grant set on parameter session_replication_role to behalf_owner")
        run(settings, "behalf", "prepare")
        run(settings, "behalf", "demo")
        inside(settings, "deep", str(cases))
    finally:
        server.stop()
