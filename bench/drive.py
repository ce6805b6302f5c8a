"""Connections that ask for one page as fast as it is answered; small, so that they take little of the machine."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Measured:
    """Requests a second; in milliseconds, how long they took, and what one cost the processors without the client."""

    rate: float
    p50: float
    p95: float
    p99: float
    cpu: float


def drive(port: int, path: str, cookies: Sequence[str], *, seconds: float) -> Measured:
    """Ask for ``seconds`` over one connection for each cookie; a page that does not answer 200 ends it."""
    return asyncio.run(_drive(port, path, cookies, seconds))


async def _drive(port: int, path: str, cookies: Sequence[str], seconds: float) -> Measured:
    begin, spent = time.perf_counter(), _spent()
    each = [_ask(port, _request(port, path, cookie), begin + seconds) for cookie in cookies]
    took = sorted(span for spans in await asyncio.gather(*each) for span in spans)
    rate = len(took) / (time.perf_counter() - begin)

    def share(part: float) -> float:
        return 1000 * took[min(len(took) - 1, int(part * len(took)))]

    return Measured(rate, share(0.50), share(0.95), share(0.99), 1000 * (_spent() - spent) / len(took))


def _request(port: int, path: str, cookie: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookie}\r\n\r\n".encode()


def _spent() -> float:
    """Processor seconds of all processes below this one: the pages' and the database's."""
    times = [process.cpu_times() for process in psutil.Process().children(recursive=True)]
    return float(sum(each.user + each.system for each in times))


async def _ask(port: int, asked: bytes, until: float) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    took: list[float] = []
    try:
        while (begin := time.perf_counter()) < until:
            writer.write(asked)
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                first, _end, _rest = head.partition(b"\r")
                raise SystemExit(f"{asked.split()[1].decode()} answers {first.decode()}")
            await reader.readexactly(_length(head))
            took.append(time.perf_counter() - begin)
    finally:
        writer.close()
    return took


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise SystemExit("an answer without its length")
