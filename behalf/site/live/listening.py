"""The one connection of this process that LISTENs; it is made anew whenever it is lost."""

from __future__ import annotations

import asyncio

import psycopg
import structlog

from behalf.kit import marks
from behalf.site.live.hub import Hub

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0
QUIET = 30.0  # after so long without a mark the connection is asked whether it lives

log = structlog.get_logger(__name__)


async def listen(url: str, hub: Hub, ready: asyncio.Event) -> None:
    """Hand marks to the hub until cancelled. Whoever listens is told to look again after each gap."""
    pause = FIRST_PAUSE
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(
                url, autocommit=True, application_name="behalf-live", connect_timeout=5
            ) as connection:
                await connection.execute(f"listen {marks.CHANNEL}")
                hub.miss()
                ready.set()
                log.info("the database is heard")
                pause = FIRST_PAUSE
                await _hear(connection, hub)
        except psycopg.OperationalError as error:
            log.warning("the database is not heard and is asked again", reason=str(error).strip(), seconds=pause)
        ready.clear()
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


async def _hear(connection: psycopg.AsyncConnection[tuple[object, ...]], hub: Hub) -> None:
    while True:
        async for notify in connection.notifies(timeout=QUIET):
            mark = marks.read(notify.payload)
            if mark is not None:
                hub.tell(mark)
        await connection.execute("select 1")  # a connection that died without a word is noticed here
