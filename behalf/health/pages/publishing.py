"""What every form of a publisher does: say it and show it, or show the form again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from behalf.kit import clock
from behalf.web.forms import Form
from behalf.web.page import ActorRequest, say
from behalf.web.shortcuts import render


def publish(
    request: ActorRequest,
    again: Callable[..., HttpResponse],
    form: Form,
    act: Callable[..., Any],
    *about: int,
    said: str,
    then: Callable[[Any], HttpResponse],
) -> HttpResponse:
    """Publish what the form holds, about the ids that the page's address names; refused, ``again`` shows the page.

    then: where to go, given what the act returned.
    """
    if form.is_valid() and form.does(act, request.actor, *about, now=clock.now(), **form.values):
        say(request, said)
        return then(form.result)
    return again(request, *about, form=form)


def ask(
    request: ActorRequest, form: Form, *, title: str, lede: str, back: str, again: bool, **more: Any
) -> HttpResponse:
    """The form's page. back: the page that *Cancel* leads to; again: it is shown because it was refused."""
    context = {"form": form, "title": title, "lede": lede, "back": back, **more}
    return render(request, "health/form.html", context, status=422 if again else 200)
