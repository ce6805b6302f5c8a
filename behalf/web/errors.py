"""Pages for what goes wrong outside of a page: the address is unknown, the form too old, the server broken."""

from __future__ import annotations

from contextlib import suppress
from uuid import uuid4

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from behalf.kit import tenancy
from behalf.kit.actor import Actor
from behalf.web.shortcuts import render, render_bare

log = structlog.get_logger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: nothing can be made of the request."""
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: refused before a page was reached."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no page has this address."""
    return page(request, 404)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is not the session's (setting ``CSRF_FAILURE_VIEW``)."""
    return page(request, 403, template="csrf")


def broken(request: HttpRequest) -> HttpResponse:
    """500: asks nothing of the database; the reference is in the log beside the traceback."""
    reference = uuid4().hex[:8]
    log.error("page broken", reference=reference, path=request.path)
    return render_bare(request, "web/errors/500.html", {"reference": reference}, 500)


def page(request: HttpRequest, status: int, *, message: str = "", template: str = "") -> HttpResponse:
    """An error's page, inside the frame when somebody is signed in and the database answers."""
    name = f"web/errors/{template or status}.html"
    context = {"message": message}
    actor: Actor | None = getattr(request, "actor", None)
    if actor is not None:
        with suppress(DatabaseError), tenancy.acting(actor):
            return render(request, name, context, status)
    return render_bare(request, name, context, status)
