"""What every answer carries: the content policy, and redirects that htmx understands."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

# Attributes may carry data for the look (`--x`); no style sheet, script or frame comes from elsewhere.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


def content_policy(get_response: Answer) -> Answer:
    """Add the content security policy, unless the answer brought its own."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return answer


def htmx_redirects(get_response: Answer) -> Answer:
    """Turn a redirect into ``HX-Redirect``: a browser would follow it silently and put a page into a fragment."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code in (302, 303) and request.headers.get("HX-Request") == "true":
            turned = HttpResponse(status=204, headers={"HX-Redirect": response.headers["Location"]})
            turned.cookies = response.cookies
            return turned
        return response

    return answer
