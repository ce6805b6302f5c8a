"""The one connection of this process that takes marks from the database; it is made anew whenever it is lost."""

from __future__ import annotations

import asyncio

import psycopg
import structlog

from behalf.kit.marks import TAKE, Mark
from behalf.site.live.hub import Hub

BEAT = 0.25
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0
ONLY_ONE = 7043  # the advisory lock of the process that takes them: two would each tell a half

log = structlog.get_logger(__name__)


async def listen(url: str, hub: Hub, heard: asyncio.Event) -> None:
    """Hand marks to the hub until cancelled. After each gap everybody is told to look again."""
    pause = FIRST_PAUSE
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(
                url, autocommit=True, application_name="behalf-live", connect_timeout=5
            ) as connection:
                await connection.execute("select pg_advisory_lock(%s)", [ONLY_ONE])
                hub.miss()
                heard.set()
                log.info("the database is heard")
                pause = FIRST_PAUSE
                await _take(connection, hub)
        except psycopg.OperationalError as error:
            log.warning("the database is not heard and is asked again", reason=str(error).strip(), seconds=pause)
        heard.clear()
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


async def _take(connection: psycopg.AsyncConnection[tuple[object, ...]], hub: Hub) -> None:
    while True:
        found = await connection.execute(TAKE)
        for row in await found.fetchall():
            hub.tell(Mark(*row))  # type: ignore[arg-type]  # the columns are those of a mark
        await asyncio.sleep(BEAT)
