"""The stream itself: Server-Sent Events, without a framework. ``changed`` with ids, ``again``, ``end``; no content."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from behalf.kit.actor import Actor
from behalf.kit.marks import Mark
from behalf.site.live.hub import Full, Hub, Stream
from behalf.site.live.origins import PATH

HEARTBEAT = 15.0
PATIENCE = 20.0  # a reader that takes nothing for so long is dropped
LONGEST = 900.0  # then the browser comes again by itself, and is asked anew who it is

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Who = Callable[[str], Awaitable[Actor | None]]


class Application:
    """ASGI: one address that streams, one that says that the process is well."""

    def __init__(
        self, hub: Hub, *, who: Who, admits: Callable[[str, str], bool], cookie: str, heard: Callable[[], bool]
    ) -> None:
        self._hub, self._who, self._admits, self._cookie, self._heard = hub, who, admits, cookie, heard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if scope["path"] == "/healthz":
            await _answer(send, 200 if self._heard() else 503)
        elif scope["path"] != PATH:
            await _answer(send, 404)
        elif scope["method"] != "GET":
            await _answer(send, 405, {"allow": "GET"})
        else:
            await self._stream(headers, receive, send)

    async def _stream(self, headers: Mapping[str, str], receive: Receive, send: Send) -> None:
        origin = headers.get("origin", "")
        if not self._admits(origin, headers.get("host", "")):
            await _answer(send, 403)
            return
        allowed = {"access-control-allow-origin": origin, "access-control-allow-credentials": "true", "vary": "origin"}
        shared = allowed if origin else {}
        key = _session_key(headers.get("cookie", ""), self._cookie)
        actor = await self._who(key) if key else None
        if actor is None:
            await _answer(send, 401, shared)
            return
        try:
            stream = self._joined(actor, key)
        except Full:
            await _answer(send, 503, {**shared, "retry-after": "60"})
            return
        try:
            await self._until_over(stream, shared, receive, send)
        finally:
            self._hub.leave(stream)

    def _joined(self, actor: Actor, key: str) -> Stream:
        if not self._heard():
            raise Full  # it would be told nothing; its page asks by itself, and comes again
        return self._hub.join(actor, key)

    async def _until_over(self, stream: Stream, shared: Mapping[str, str], receive: Receive, send: Send) -> None:
        """Talk until somebody has enough: the page, the sign-in, the process, or the clock."""
        talking = asyncio.create_task(_talk(stream, shared, send))
        leaving = asyncio.create_task(_left(receive))
        _done, others = await asyncio.wait({talking, leaving}, return_when=asyncio.FIRST_COMPLETED, timeout=LONGEST)
        stream.end()
        if not talking.done():
            await asyncio.wait({talking}, timeout=1)
        for task in (talking, *others):
            task.cancel()
        await asyncio.gather(talking, leaving, return_exceptions=True)


async def _talk(stream: Stream, shared: Mapping[str, str], send: Send) -> None:
    kind = {"content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no"}
    await send({"type": "http.response.start", "status": 200, "headers": _headers({**kind, **shared})})
    await _say(send, "retry: 5000\nevent: hello\ndata:\n\n")
    while not stream.is_over:
        await _say(send, "".join(_told(stream)) or ":\n\n")
        await stream.wait(HEARTBEAT)
    await _say(send, "event: end\ndata:\n\n", more=False)


def _told(stream: Stream) -> Iterator[str]:
    missed, marks = stream.take()
    if missed:
        yield "event: again\ndata:\n\n"
    yield from (f"event: changed\ndata: {json.dumps(_facts(mark))}\n\n" for mark in marks)


def _facts(mark: Mark) -> dict[str, object]:
    return {"what": mark.topic, "id": mark.about, "version": mark.version}


async def _say(send: Send, text: str, *, more: bool = True) -> None:
    """Send a piece, or give the reader up: TimeoutError."""
    message = {"type": "http.response.body", "body": text.encode(), "more_body": more}
    await asyncio.wait_for(send(message), PATIENCE)


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


async def _answer(send: Send, status: int, headers: Mapping[str, str] | None = None) -> None:
    told = {"content-length": "0", "cache-control": "no-store", **(headers or {})}
    await send({"type": "http.response.start", "status": status, "headers": _headers(told)})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _headers(named: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in named.items()]


def _session_key(cookies: str, name: str) -> str:
    try:
        found = SimpleCookie(cookies).get(name)
    except CookieError:
        return ""
    return found.value if found else ""
