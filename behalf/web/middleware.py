"""Redirects that htmx understands."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

REDIRECTS = (302, 303)


def htmx_redirects(get_response: Answer) -> Answer:
    """Turn a redirect into ``HX-Redirect``: a browser would follow it silently and put a page into a fragment."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code not in REDIRECTS or request.headers.get("HX-Request") != "true":
            return response
        turned = HttpResponse(status=204, headers={"HX-Redirect": response.headers["Location"]})
        turned.cookies = response.cookies
        return turned

    return answer
