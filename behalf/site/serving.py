"""The two processes that do the product's work. Import it only with Django's settings in the environment."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.urls import get_resolver
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server
from procrastinate.connector import BaseAsyncConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from behalf.audit import sealing
from behalf.kit import clock
from behalf.site import wsgi
from behalf.site.halt import Exit
from behalf.site.leash import leash
from behalf.site.variables import value

log = structlog.get_logger(__name__)

TARGET = f"{wsgi.__name__}:application"
JOBS_AT_A_TIME = 4
GRACE_SECONDS = 15

# granian would set up handlers of its own; its few lines join ours instead.
OUR_LOG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {},
    "handlers": {},
    "loggers": {"_granian": {"handlers": [], "propagate": True}},
}


def load_pages() -> None:
    """Load every page's module, to be shared with the web processes."""
    get_resolver().url_patterns  # noqa: B018 - asking for them is what loads the modules


def web(environment: Mapping[str, str]) -> int:
    """Serve the pages until told to stop.

    What is loaded by now is shared with the web processes, which are forks; each is on a leash, for a killed leader
    would otherwise leave them on the port.
    """
    os.register_at_fork(after_in_child=lambda: leash(signal.SIGKILL))
    Server(
        TARGET,
        address=value(environment, "BIND"),
        port=int(value(environment, "PORT")),
        interface=Interfaces.WSGI,
        workers=int(value(environment, "WEB_WORKERS")),
        blocking_threads=int(value(environment, "WEB_THREADS")),
        http=HTTPModes.http1,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=GRACE_SECONDS - 5,
        log_level=LogLevels.warning,
        log_dictconfig=OUR_LOG,
    ).serve()
    return Exit.DONE


def worker() -> int:
    """Do queued and scheduled work until told to stop; what is under way is finished first."""
    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError(f"the queue is not in our database but behind {connector!r}")
    asyncio.run(_work(connector.get_worker_connector()))
    return Exit.DONE


async def _work(connector: BaseAsyncConnector) -> None:
    with app.replace_connector(connector) as working:
        async with working.open_async():
            sealer = asyncio.create_task(_seal_each_second())
            await working.run_worker_async(
                concurrency=JOBS_AT_A_TIME,
                delete_jobs="successful",
                fetch_job_polling_interval=1.0,
                shutdown_graceful_timeout=GRACE_SECONDS,
                task_middleware=[_fresh_connections],
            )
            sealer.cancel()


async def _seal_each_second() -> None:
    """Bind new audit entries into their chains; beside the queue, so that a queue full of work delays no seal."""
    with ThreadPoolExecutor(1, thread_name_prefix="sealer") as thread:  # one thread, so one connection
        while True:
            await asyncio.get_running_loop().run_in_executor(thread, _seal)
            await asyncio.sleep(1)


def _seal() -> None:
    try:
        while sealing.seal_all(now=clock.now()) >= sealing.BATCH:
            continue
    except (DatabaseError, InterfaceError) as error:
        log.warning("audit entries could not be sealed and are tried again", reason=str(error).strip())
        connection.close()


def _fresh_connections(call_next: Callable[[], Any], context: object, working: object) -> Any:
    """A connection that the database ended meanwhile must not fail the next job."""
    close_old_connections()
    try:
        return call_next()
    finally:
        close_old_connections()
