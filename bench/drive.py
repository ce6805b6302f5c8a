"""Connections that ask as fast as they are answered; small, so that they take little of the machine."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from secrets import token_hex
from urllib.parse import urlencode

import psutil


@dataclass(frozen=True)
class Measured:
    """Requests a second; in milliseconds, how long they took, and what one cost the processors without the client."""

    rate: float
    p50: float
    p95: float
    p99: float
    cpu: float


def middle(runs: Sequence[Measured]) -> Measured:
    """The median of several runs, of each figure by itself."""
    return Measured(*(statistics.median(getattr(run, name) for run in runs) for name in Measured.__annotations__))


@dataclass(frozen=True)
class Sent:
    """A form as a browser sends it: where to, and what stands in it."""

    path: str
    fields: Sequence[tuple[str, str]]


def drive(port: int, path: str, cookies: Sequence[str], *, seconds: float) -> Measured:
    """Ask for one page over one connection for each cookie; one that does not answer 200 ends it."""
    return asyncio.run(_drive(port, [repeat(_request(port, path, cookie)) for cookie in cookies], seconds, b"200"))


def drive_pages(port: int, paths: Sequence[str], cookies: Sequence[str], *, seconds: float) -> Measured:
    """Ask for many pages of one kind in turn; the connections begin apart from each other."""
    asked = [
        [_request(port, path, cookie) for path in (*paths[at:], *paths[:at])]
        for at, cookie in zip(_starts(len(paths), len(cookies)), cookies, strict=True)
    ]
    return asyncio.run(_drive(port, [_round(each) for each in asked], seconds, b"200"))


def drive_forms(port: int, forms: Sequence[Iterable[Sent]], cookies: Sequence[str], *, seconds: float) -> Measured:
    """Send forms, those of each connection in order, until the time is over or one has none left."""
    asked = [(_form(port, sent, cookie) for sent in each) for each, cookie in zip(forms, cookies, strict=True)]
    return asyncio.run(_drive(port, asked, seconds, b""))


async def _drive(port: int, asked: Sequence[Iterator[bytes]], seconds: float, wanted: bytes) -> Measured:
    begin, spent = time.perf_counter(), _spent()
    each = [_ask(port, requests, begin + seconds, wanted) for requests in asked]
    took = sorted(span for spans in await asyncio.gather(*each) for span in spans)
    if not took:  # a small world is soon used up
        return Measured(0.0, 0.0, 0.0, 0.0, 0.0)
    rate = len(took) / (time.perf_counter() - begin)

    def share(part: float) -> float:
        return 1000 * took[min(len(took) - 1, int(part * len(took)))]

    return Measured(rate, share(0.50), share(0.95), share(0.99), 1000 * (_spent() - spent) / len(took))


def _request(port: int, path: str, cookie: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookie}\r\n\r\n".encode()


def _form(port: int, sent: Sent, cookie: str) -> bytes:
    token = cookie.partition("csrftoken=")[2].partition(";")[0]
    body = urlencode([*sent.fields, ("csrfmiddlewaretoken", token), ("once", token_hex(16))])
    head = f"POST {sent.path} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookie}\r\n"
    kind = "Content-Type: application/x-www-form-urlencoded\r\n"
    return f"{head}{kind}Content-Length: {len(body)}\r\n\r\n{body}".encode()


def _round(asked: Sequence[bytes]) -> Iterator[bytes]:
    while True:
        yield from asked


def _starts(length: int, parts: int) -> list[int]:
    return [length * part // parts for part in range(parts)]


def _spent() -> float:
    """Processor seconds of all processes below this one: the pages' and the database's."""
    times = [process.cpu_times() for process in psutil.Process().children(recursive=True)]
    return float(sum(each.user + each.system for each in times))


async def _ask(port: int, requests: Iterator[bytes], until: float, wanted: bytes) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    took: list[float] = []
    try:
        while (begin := time.perf_counter()) < until and (asked := next(requests, b"")):
            writer.write(asked)
            head = await reader.readuntil(b"\r\n\r\n")
            if not _fits(head, wanted):
                first, _end, _rest = head.partition(b"\r")
                raise SystemExit(f"{asked.split()[1].decode()} answers {first.decode()}")
            await reader.readexactly(_length(head))
            took.append(time.perf_counter() - begin)
    finally:
        writer.close()
    return took


def _fits(head: bytes, wanted: bytes) -> bool:
    """Whether the answer is what was wanted; of a form: that it was taken (a 303, or the page of its results)."""
    status = head[9:12]
    return status == wanted if wanted else status in (b"200", b"303")


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise SystemExit("an answer without its length")
