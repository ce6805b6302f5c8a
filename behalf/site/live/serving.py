"""Running the stream: one event loop, one connection that listens, one thread that asks who is signed in."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, NoReturn

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.embed import Server
from psycopg_pool import PoolTimeout

from behalf.identity.middleware import actor_of_session
from behalf.kit.actor import Actor
from behalf.site.halt import Exit
from behalf.site.live.asgi import Application, Who
from behalf.site.live.hub import Hub
from behalf.site.live.listening import listen
from behalf.site.live.origins import admitted
from behalf.site.ports import require_free
from behalf.site.variables import value

CHECK_SECONDS = 15.0
STREAMS = 1000
BESIDE = 200  # connections above the streams, so that who is one too many gets an answer
GRACE_SECONDS = 3.0

log = structlog.get_logger(__name__)


def live(environment: Mapping[str, str], *, port: int, check: float = CHECK_SECONDS) -> NoReturn:
    """Serve the stream until told to stop; ``check``: seconds between two looks whether a sign-in still holds."""
    require_free(value(environment, "BIND"), port, "BEHALF_LIVE_PORT")
    asyncio.run(_live(environment, port, check))
    sys.stdout.flush()
    os._exit(Exit.DONE)  # granian's own threads may still come to Python, which aborts when it is being taken down


async def _live(environment: Mapping[str, str], port: int, check: float) -> None:
    hub, heard, told_to_stop = Hub(STREAMS), asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told_to_stop.set)
    with ThreadPoolExecutor(1, thread_name_prefix="who") as thread:  # one thread, so one connection

        def who(session_key: str) -> Awaitable[Actor | None]:
            return loop.run_in_executor(thread, _who, session_key)

        admits = partial(
            admitted, address=settings.BEHALF_ADDRESS, port=int(value(environment, "PORT")),
            hosts=settings.ALLOWED_HOSTS,
        )  # fmt: skip
        application = Application(
            hub, who=who, admits=admits, cookie=settings.SESSION_COOKIE_NAME, heard=heard.is_set
        )  # fmt: skip
        server = _server(application, value(environment, "BIND"), port)
        work = [
            asyncio.create_task(server.serve()),
            asyncio.create_task(listen(environment["BEHALF_DATABASE_URL"], hub, heard)),
            asyncio.create_task(_hold(hub, who, check)),
        ]
        log.info("open pages are told what changes", port=port)
        stopping = asyncio.create_task(told_to_stop.wait())
        ended, _others = await asyncio.wait({stopping, *work}, return_when=asyncio.FIRST_COMPLETED)
        hub.close()
        await _stop(server, work)
        for task in ended - {stopping}:
            task.result()  # what ended by itself has failed, and says how


async def _stop(server: Server, work: list[asyncio.Task[Any]]) -> None:
    server.stop()  # type: ignore[no-untyped-call]  # granian leaves it untyped
    await asyncio.wait(work[:1], timeout=GRACE_SECONDS)
    for task in work:
        task.cancel()
    await asyncio.gather(*work, return_exceptions=True)


def _server(application: Application, address: str, port: int) -> Server:
    return Server(
        application, address=address, port=port, interface=Interfaces.ASGINL, http=HTTPModes.http1, websockets=False,
        backlog=STREAMS + BESIDE, backpressure=STREAMS + BESIDE, log_enabled=False, log_level=LogLevels.warning,
    )  # fmt: skip


async def _hold(hub: Hub, who: Who, check: float) -> None:
    """End the streams of whoever signed out, was deactivated, or acts for another organization by now."""
    while True:
        await asyncio.sleep(check)
        for key in hub.sessions():
            hub.hold(key, await who(key))


def _who(session_key: str) -> Actor | None:
    """Who is signed in by this key; nobody, too, when that cannot be found out."""
    try:
        return actor_of_session(session_key)
    except (DatabaseError, InterfaceError, PoolTimeout) as error:
        log.warning("nobody can be recognized", reason=str(error).strip())
        return None
    finally:
        connection.close()
