"""Mail that came: what waits for a human, why a mail did what it did, and its original."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.cases import queries as cases
from behalf.channels import actions, forms, queries, words
from behalf.channels.models import Outcome
from behalf.channels.reading import markup
from behalf.channels.reading.letter import Read
from behalf.channels.reading.quotes import fold
from behalf.customers import queries as customers
from behalf.kit import clock
from behalf.kit.errors import NotFound
from behalf.web.download import download
from behalf.web.forms import Form
from behalf.web.page import ActorRequest, page, say
from behalf.web.shortcuts import redirect, render

MOST_FOUND = 8


@page("channels.read")
def arrivals(request: ActorRequest) -> HttpResponse:
    """Mails that came, the newest first."""
    wanted = forms.Wanted(request.GET).clean_or_nothing()
    found = queries.arrivals(request.actor, **wanted)
    older = found[queries.PAGE - 1].id if len(found) > queries.PAGE else None
    context = {
        "mails": found[: queries.PAGE], "older": older, "wanted": wanted, "counts": queries.counts(request.actor),
        "outcomes": Outcome, "says": words.says,
    }  # fmt: skip
    return render(request, "channels/arrivals.html", context)


@page("channels.read")
def arrival(request: ActorRequest, arrival_id: int, form: Form | None = None) -> HttpResponse:
    """One mail: what it says, and why it did what it did."""
    told = queries.arrival(request.actor, arrival_id)
    search = forms.Find(request.GET).values.get("search", "")
    context = {
        "told": told, "row": told.row, "mail": told.mail, "folded": fold(told.mail.text), "outcomes": Outcome,
        "says": words.says, "rules": words.RULES, "images": request.GET.get("images") == "1", "search": search,
        "remote": markup.has_remote_images(told.mail.html), "as_html": request.GET.get("as") == "html",
        "found": _customers(request, told.row.sender, search), "form": form or forms.Attach(),
    }  # fmt: skip
    return render(request, "channels/arrival.html", context, status=422 if form else 200)


@page("channels.read")
def shown(request: ActorRequest, arrival_id: int) -> HttpResponse:
    """The HTML of a mail, cleaned, in a frame that may load nothing but, when asked for, pictures."""
    mail = queries.arrival(request.actor, arrival_id).mail
    images = request.GET.get("images") == "1"
    body = markup.clean(mail.html, images=images)
    sources = "https: http:" if images else "'none'"
    answer = HttpResponse(f"<!doctype html><meta charset=utf-8><title>{escape(mail.subject)}</title>{body}")
    answer["Content-Security-Policy"] = (
        f"default-src 'none'; img-src {sources}; frame-ancestors 'self'; sandbox allow-popups"
    )
    answer["X-Frame-Options"] = "SAMEORIGIN"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@page("channels.read")
def original(request: ActorRequest, arrival_id: int) -> HttpResponse:
    """The mail as it came, to keep."""
    return download(f"mail-{arrival_id}.eml", "message/rfc822", queries.original(request.actor, arrival_id))


@page("channels.read")
def attached(request: ActorRequest, arrival_id: int, number: int) -> HttpResponse:
    """A file of a mail, always as a download."""
    files = _files(queries.arrival(request.actor, arrival_id).mail)
    if not 0 < number <= len(files):
        raise NotFound(_("There is no such file."))
    name, content = files[number - 1]
    return download(name, "application/octet-stream", content)


@page("channels.decide", methods=["POST"])
def accept(request: ActorRequest, arrival_id: int) -> HttpResponse:
    """A held mail opens a case of the chosen customer."""
    form = forms.Accept(request.POST)
    if form.does(
        actions.accept, request.actor, arrival_id, account_id=form.values.get("account_id", 0), now=clock.now()
    ):
        return redirect("cases:case", case_id=form.result)
    return arrival.show(request, arrival_id, form=form)


@page("channels.decide", methods=["POST"])
def attach(request: ActorRequest, arrival_id: int) -> HttpResponse:
    """A held mail goes onto a case."""
    form = forms.Attach(request.POST)
    if form.does(actions.attach, request.actor, arrival_id, number=form.values.get("number", ""), now=clock.now()):
        return redirect("cases:case", case_id=form.result)
    return arrival.show(request, arrival_id, form=form)


@page("channels.decide", methods=["POST"])
def discard(request: ActorRequest, arrival_id: int) -> HttpResponse:
    """Nothing is done with a held mail."""
    actions.discard(request.actor, arrival_id, now=clock.now())
    say(request, _("Discarded. The mail stays in the list."))
    return redirect("channels:arrivals", query={"outcome": "held"})


@page("channels.decide", methods=["POST"])
def replay(request: ActorRequest, arrival_id: int) -> HttpResponse:
    """The chain looks again."""
    actions.replay(request.actor, arrival_id, now=clock.now())
    say(request, _("It is looked at again in a moment."))
    return redirect("channels:arrival", arrival_id=arrival_id)


@page("channels.read")
def of_case(request: ActorRequest, case_id: int) -> HttpResponse:
    """Beside a case: whether mail reaches its contact, and the mails that came for it."""
    case = cases.case(request.actor, case_id)
    context = {
        "unreachable": queries.unreachable(request.actor, case.contact_email) if case.contact_email else None,
        "mails": queries.of_case(request.actor, case_id), "outcomes": Outcome,
    }  # fmt: skip
    return render(request, "channels/of_case.html", context)


def _customers(request: ActorRequest, sender: str, search: str) -> list[Any]:
    if search:
        return customers.accounts(request.actor, search=search, limit=MOST_FOUND)[:MOST_FOUND]
    if not sender:
        return []
    known = customers.of_address(request.actor, sender)
    name = re.split(r"[.@]", sender.rpartition("@")[2])[0]
    return known or (customers.accounts(request.actor, search=name, limit=3)[:3] if len(name) > 2 else [])


def _files(mail: Read) -> list[tuple[str, bytes]]:
    return [(one.safe_name, one.content) for one in mail.files if one.content is not None]
