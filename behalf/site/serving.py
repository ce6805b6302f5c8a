"""The two processes that do the product's work. Import it only with Django's settings in the environment."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Callable, Mapping
from typing import Any

from django.db import close_old_connections
from django.urls import get_resolver
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server
from procrastinate.connector import BaseAsyncConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from behalf.site import wsgi
from behalf.site.halt import Exit
from behalf.site.leash import leash
from behalf.site.variables import value

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


def web(environment: Mapping[str, str]) -> int:
    """Serve the pages until told to stop.

    The application is loaded here once and shared with the web processes, which are forks; each is on a leash, for
    a killed leader would otherwise leave them on the port.
    """
    get_resolver().url_patterns  # noqa: B018 - loads every page's module before the fork
    gc.freeze()  # what is loaded by now stays shared between the forks: no collection touches it
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
            await working.run_worker_async(
                concurrency=JOBS_AT_A_TIME,
                delete_jobs="successful",
                fetch_job_polling_interval=1.0,
                shutdown_graceful_timeout=GRACE_SECONDS,
                task_middleware=[_fresh_connections],
            )


def _fresh_connections(call_next: Callable[[], Any], context: object, working: object) -> Any:
    """A connection that the database ended meanwhile must not fail the next job."""
    close_old_connections()
    try:
        return call_next()
    finally:
        close_old_connections()
