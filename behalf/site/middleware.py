"""Who asks, where a proxy stands between; and the headers that every answer carries."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from behalf.site.live.origins import connect_source, stream_of
from behalf.site.proxies import client, is_trusted

DIRECTIVES = (
    "default-src 'self'",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",  # data in custom properties: a bar's length, a fold's columns
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
POLICY = "; ".join(DIRECTIVES)


def policy(source: str) -> str:
    """The content policy of a page that may also connect to ``source``, where the stream is at another port."""
    return f"{POLICY}; connect-src 'self' {source}" if source else POLICY


class ProxyMiddleware:
    """Puts the asker's own address and scheme in place of the proxy's; not used where no proxy is named."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.trusted = settings.BEHALF_PROXIES
        if not self.trusted:
            raise MiddlewareNotUsed

    def __call__(self, request: HttpRequest) -> HttpResponse:
        peer = request.META.get("REMOTE_ADDR", "")
        if is_trusted(peer, self.trusted):
            forwarded, scheme = (request.META.get(f"HTTP_X_FORWARDED_{what}", "") for what in ("FOR", "PROTO"))
            request.META["REMOTE_ADDR"] = client(peer, forwarded, self.trusted)
            said = scheme.rpartition(",")[2].strip().lower()
            if said in {"http", "https"}:
                request.META["wsgi.url_scheme"] = said  # what request.scheme and is_secure() read
        return self.get_response(request)


class SecurityHeadersMiddleware:
    """Content-Security-Policy, and no storing of signed-in pages on shared machines."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy(connect_source(stream_of(request))))
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if getattr(request, "actor", None) is not None:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
