"""Where pages find the stream, and from whose pages it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import validate_host

PATH = "/live/"


def stream_of(request: HttpRequest) -> str:
    """The address of the stream as this browser reaches it; empty where there is none.

    Behind a proxy it is a path of the same origin. Else it is the host that the page was asked by, at the stream's own
    port: cookies belong to the host, whatever the port.
    """
    if settings.BEHALF_LIVE_ADDRESS:
        return str(settings.BEHALF_LIVE_ADDRESS)
    if not settings.BEHALF_LIVE_PORT:
        return ""
    try:
        host = urlsplit(f"//{request.get_host()}").hostname or ""
    except DisallowedHost:
        return ""
    return f"{request.scheme}://{f'[{host}]' if ':' in host else host}:{settings.BEHALF_LIVE_PORT}{PATH}"


def connect_source(address: str) -> str:
    """What the content policy must name besides the page's own origin; empty for a path."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def admitted(origin: str, host: str, *, address: str, port: int, hosts: Sequence[str]) -> bool:
    """Whether a page of this origin may listen: our public address, or the same host at the pages' port.

    No origin: the browser asks within one origin, behind a proxy. The host is checked first, so that no foreign name
    which leads to this machine is taken for it.
    """
    asked = urlsplit(f"//{host}").hostname or ""
    if not validate_host(f"[{asked}]" if ":" in asked else asked, hosts):
        return False
    if origin in ("", address):
        return True
    parts = urlsplit(origin)
    return parts.hostname == asked and (parts.port or {"http": 80, "https": 443}.get(parts.scheme)) == port
