"""The HTML door. A page parses, does at most one action, reads, renders; the verb below decides about rights.

A GET is one read transaction in the actor's name around reading and rendering to bytes. A POST opens none: its
action opens its own, and afterwards the page redirects, or shows itself again (``page.show``) with what was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, cast

import structlog
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token
from django_htmx.middleware import HtmxDetails

from behalf.kit import tenancy
from behalf.kit.actor import Actor
from behalf.kit.errors import Refusal
from behalf.kit.verbs import require
from behalf.web.addresses import came_from
from behalf.web.shortcuts import render

log = structlog.get_logger(__name__)

P = ParamSpec("P")


class ActorRequest(HttpRequest):
    """A request whose person is signed in; what every page is handed."""

    actor: Actor
    htmx: HtmxDetails
    customer_in_hand: Any
    customer_tab: str


Answer = HttpResponse | StreamingHttpResponse
Body = Callable[Concatenate[ActorRequest, P], Answer]


@dataclass(frozen=True)
class Door:
    """What the generated test of doors knows of a page."""

    right: str | None
    methods: tuple[str, ...]


class Page(Protocol, Generic[P]):
    """A page as Django calls it; ``show`` renders it in a read transaction of its own, after a refused POST."""

    door: Door
    show: Callable[..., HttpResponse]

    def __call__(self, request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> Answer: ...


def page(
    right: str | None, *, methods: Sequence[str] = ("GET",), asks_outside: bool = False
) -> Callable[[Body[P]], Page[P]]:
    """A page for signed-in people.

    right: the right of the verb that the page goes through (None: any signed-in person). It is asked at once, so that
    the unentitled see 403 whatever they typed; the verb asks it again, for the doors that are no pages.
    asks_outside: a GET that waits for another system, and so opens its transactions itself, before and after.
    """

    def decorate(body: Body[P]) -> Page[P]:
        @wraps(body)
        def show(request: ActorRequest, *args: P.args, **kwargs: P.kwargs) -> Answer:
            with tenancy.acting(request.actor):
                return body(request, *args, **kwargs)

        @wraps(body)
        @requires_csrf_token
        def door(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> Answer:
            known = cast(ActorRequest, request)
            if getattr(request, "actor", None) is None:
                return _to_sign_in(request, methods)
            if request.method not in methods and request.method != "HEAD":
                return _not_so(known, methods)
            try:
                if right is not None:
                    require(known.actor, right)
                alone = asks_outside or request.method == "POST"
                return body(known, *args, **kwargs) if alone else show(known, *args, **kwargs)
            except Refusal as refusal:
                return refused(known, refusal)

        answer: Any = door
        answer.door = Door(right, tuple(methods))
        answer.show = show
        return cast("Page[P]", answer)

    return decorate


def refused(request: ActorRequest, refusal: Refusal) -> HttpResponse:
    """The page for a refusal, with its status; the sentence is the refusal's own."""
    with tenancy.acting(request.actor):
        return render(request, f"web/errors/{refusal.status}.html", {"message": refusal.message}, status=refusal.status)


def _to_sign_in(request: HttpRequest, methods: Sequence[str]) -> HttpResponse:
    """The door for nobody, and from there to the page on which they were; that nothing was sent is said there."""
    is_look = request.method in ("GET", "HEAD")
    if not is_look:
        messages.warning(request, _("You are not signed in any more, so nothing was sent. Sign in to go on."))
    is_whole = is_look and "GET" in methods and request.headers.get("HX-Request") != "true"
    return redirect_to_login(request.get_full_path() if is_whole else came_from(request) or "/")


def _not_so(request: ActorRequest, methods: Sequence[str]) -> HttpResponse:
    """The page for an address that is asked for in a way that it does not answer: it was kept, or typed."""
    with tenancy.acting(request.actor):
        answer = render(request, "web/errors/405.html", status=405)
    answer.headers["Allow"] = ", ".join(methods)
    return answer


def say(request: HttpRequest, text: str) -> None:
    """A short word on the next page that something was done."""
    messages.success(request, text)


def in_hand(request: ActorRequest, customer: Any, *, tab: str = "") -> None:
    """Say which customer the page is about; its tabs and bars follow.

    customer: has ``id`` (of the account), ``name`` and ``domain``;
    tab: the key of the tab it belongs to, when its address does not begin with that tab's.
    """
    request.customer_in_hand = customer
    request.customer_tab = tab
