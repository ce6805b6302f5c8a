"""How a page answers: rendered to bytes now, inside the door's transaction, never later."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from functools import cache, partial
from types import GeneratorType
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.backends.utils import csrf_input, csrf_token_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from jinja2 import Environment, Template
from jinja2_fragments import render_block

from behalf.web import context as page_context
from behalf.web.addresses import url
from behalf.web.forms import ONCE
from behalf.web.place import standing

Context = Mapping[str, Any]


@cache
def _environment() -> Environment:
    return next(engine.env for engine in engines.all() if isinstance(engine, Jinja2))


def _basics(request: HttpRequest) -> dict[str, Any]:
    return {
        "request": request,
        "csrf_input": _Once(partial(csrf_input, request)),
        "csrf_token": csrf_token_lazy(request),
        "once_input": _once_input(),
    }


class _Once:
    """Text that is made when it is first shown, and then stays: of the forms on one page each bears the same token."""

    def __init__(self, make: Callable[[], str]) -> None:
        self._text = cache(make)

    def __html__(self) -> str:
        return self._text()

    def __str__(self) -> str:  # what a template joins (`~`) is asked for so, and stays the same safe text
        return self._text()


def _once_input() -> SafeString:
    """The key of the forms on this page that are sent once, see ``web.forms``."""
    return format_html('<input type="hidden" name="{}" value="{}">', ONCE, secrets.token_urlsafe(16))


def render(request: HttpRequest, template: str, context: Context | None = None, status: int = 200) -> HttpResponse:
    """A whole page, with everything its frame needs; the page's own context wins."""
    with standing():
        everything = page_context.page(request) | _basics(request) | dict(context or {})
        return HttpResponse(_environment().get_template(template).render(everything), status=status)


def render_bare(request: HttpRequest, template: str, context: Context | None = None, status: int = 200) -> HttpResponse:
    """A page whose frame asks nothing: for when there is no transaction, or something is broken."""
    with standing():
        everything = page_context.bare(request) | _basics(request) | dict(context or {})
        return HttpResponse(_environment().get_template(template).render(everything), status=status)


def part_text(request: HttpRequest, template: str) -> str:
    """The text of a partial template, for pages that another engine renders."""
    with standing():
        return _environment().get_template(template).render(page_context.bare(request) | _basics(request))


def _what_stands_at_the_top(template: Template, context: dict[str, Any]) -> dict[str, Any]:
    """What a page imports and sets before its first block or its parent, which a block rendered alone would miss."""
    beginning = template.new_context(context)
    run = cast("GeneratorType[str, None, None]", template.root_render_func(beginning))
    for _text in run:
        if run.gi_yieldfrom is not None:
            break
    return beginning.vars


def fragment_text(request: HttpRequest, name: str, context: Context | None = None) -> str:
    """The text of one block of a page, ``room/page.html#block``, for a panel or a mail."""
    template, _, block = name.partition("#")
    env = _environment()
    with standing():
        everything = page_context.basics(request) | _basics(request) | dict(context or {})
        top = _what_stands_at_the_top(env.get_template(template), everything)
        return render_block(env, template, block, everything | top)


def fragment(request: HttpRequest, name: str, context: Context | None = None, status: int = 200) -> HttpResponse:
    """One block of a page, ``room/page.html#block``, as the answer to an htmx request."""
    return HttpResponse(fragment_text(request, name, context), status=status)


def redirect(name: str, *args: object, **kwargs: object) -> HttpResponse:
    """See another page of ours, by its name; takes ``query`` like ``url``. A 303, so that a POST becomes a GET.

    For an htmx request the middleware turns it into ``HX-Redirect``, so that the whole page changes.
    """
    return see(url(name, *args, **kwargs))  # type: ignore[arg-type]  # parts of an address and a query


def see(address: str) -> HttpResponse:
    """See a given address of ours: a 303."""
    return HttpResponse(status=303, headers={"Location": address})
