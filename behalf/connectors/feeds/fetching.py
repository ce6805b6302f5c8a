"""A feed from where a provider publishes it."""

from __future__ import annotations

import time

import httpx

from behalf.connectors.feeds.reading import LARGEST
from behalf.connectors.ports import Unreachable

SECONDS = 30.0  # for the whole of it


def fetch(address: str) -> bytes:
    """The bytes at an address; raises Unreachable when there are none, too many, or not in time."""
    until = time.monotonic() + SECONDS
    raw = bytearray()
    try:
        with httpx.stream("GET", address, timeout=SECONDS, follow_redirects=True) as answer:
            answer.raise_for_status()
            for part in answer.iter_bytes():
                raw += part
                if len(raw) > LARGEST:
                    raise Unreachable(f"more than {LARGEST // 1_000_000} MB")
                if time.monotonic() > until:
                    raise Unreachable(f"not whole within {SECONDS:.0f} s")
    except httpx.HTTPStatusError as error:
        raise Unreachable(f"HTTP {error.response.status_code}") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unreachable(str(error) or type(error).__name__) from error
    return bytes(raw)
