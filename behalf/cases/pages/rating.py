"""The question after a closed case: answered by the link of a letter, chosen by the desk, and read as a report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import StreamingHttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from behalf.cases import actions, keys, queries
from behalf.cases.models import Rating
from behalf.cases.pages._asked import Asked, names
from behalf.cases.pages._rating_forms import AskedVoices, ChooseAsking, Rate
from behalf.kit import clock
from behalf.kit.actor import Actor, system
from behalf.kit.errors import NotFound
from behalf.kit.tenancy import acting
from behalf.web import errors
from behalf.web.addresses import url
from behalf.web.page import ActorRequest, page, say
from behalf.web.shortcuts import redirect, render, render_bare, see
from behalf.web.spreadsheet import Line, csv_file

BEHIND, CHUNK = 50, 1000


def rate(request: HttpRequest, key: str) -> HttpResponse:
    """Where the link of a letter leads, without signing in: looking changes nothing, so whoever opens links may."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(("GET", "POST"))
    known = keys.read(key)
    if known is None:
        return errors.page(request, 404)
    desk = system("reseller", known.org_id)
    try:
        with acting(desk):
            row = queries.asked_by_key(desk, known.rating_id)
    except NotFound:
        return errors.page(request, 404)
    with translation.override(row.language):
        return _rate(request, desk, row)


def _rate(request: HttpRequest, desk: Actor, row: Rating) -> HttpResponse:
    now = clock.now()
    if request.method == "POST":
        form = Rate(request.POST)
        if form.does(actions.rate, desk, row.pk, now=now, **form.values):
            return see(f"{request.path}?sent=yes")
    else:
        form = Rate(initial={"good": request.GET.get("good") or row.answer, "comment": row.comment})
    context = {
        "row": row, "case": row.case, "form": form, "over": now > row.ends_at,
        "thanks": row.answered_at is not None and "sent" in request.GET,
    }  # fmt: skip
    return render_bare(request, "cases/rate.html", context, 422 if form.is_bound else 200)


@page("cases.reports")
def ratings(request: ActorRequest) -> HttpResponse:
    """What customers thought of how their cases were handled, by one side."""
    asked = Asked.of(request, "cases:ratings")
    total, lines = queries.voices(request.actor, since=asked.since, until=asked.until, part=asked.part)
    called = names(request.actor, asked.part)
    named = [replace(line, label=called.get(line.key) or line.label or _("Nobody's")) for line in lines]
    return render(request, "cases/ratings.html", {"total": total, "lines": named, "asked": asked})


@page("cases.reports")
def ratings_behind(request: ActorRequest) -> HttpResponse:
    """The questions behind a number, with what was said."""
    asked, given = Asked.of(request, "cases:ratings"), AskedVoices(request.GET).values
    answer, key = given.get("answer") or "", given.get("key") if "key" in request.GET else None
    found = queries.voices_behind(
        request.actor, since=asked.since, until=asked.until, part=asked.part, key=key, answer=answer,
        before=given.get("before"), limit=BEHIND,
    )  # fmt: skip
    kept = {**asked.query, "answer": answer} | ({"key": key} if key is not None else {})
    older = url("cases:ratings_behind", query={**kept, "before": found[BEHIND - 1].id}) if len(found) > BEHIND else None
    return render(request, "cases/ratings_behind.html", {"rows": found[:BEHIND], "asked": asked, "older": older})


@page("cases.reports")
def ratings_file(request: ActorRequest) -> StreamingHttpResponse:
    """Every question of these days with its answer, as CSV."""
    asked = Asked.of(request, "cases:ratings")
    return csv_file(f"satisfaction-{asked.since}-{asked.until}", _lines(request.actor, asked))


@page("cases.asking", methods=("GET", "POST"))
def asking(request: ActorRequest, form: ChooseAsking | None = None) -> HttpResponse:
    """Whether and how often the desk asks."""
    if request.method == "POST" and form is None:
        form = ChooseAsking(request.POST)
        if form.does(actions.set_asking, request.actor, now=clock.now(), **form.values):
            say(request, _("Kept. It holds for the next case that is closed."))
            return redirect("cases:asking")
        return asking.show(request, form=form)
    kept = queries.asking(request.actor)
    form = form or ChooseAsking(initial={"is_on": kept.is_on, "every": kept.every, "rest_days": kept.rest_days})
    return render(request, "cases/asking.html", {"form": form}, status=422 if form.is_bound else 200)


def _lines(actor: Actor, asked: Asked) -> Iterator[Line]:
    """Chunk by chunk, each in a transaction of its own."""
    before: int | None = None
    with translation.override(actor.language):
        head: Line = [
            _("Case"),
            _("Subject"),
            _("Customer"),
            _("Agent"),
            _("Asked"),
            _("Answered"),
            _("Answer"),
            _("Comment"),
        ]
        words = {True: _("good"), False: _("not good"), None: ""}
    yield head
    while True:
        with acting(actor):
            found = queries.voices_behind(
                actor, since=asked.since, until=asked.until, part=asked.part, before=before, limit=CHUNK
            )
        for each in found[:CHUNK]:
            when = each.answered_at.isoformat() if each.answered_at else ""
            yield [
                each.number, each.subject, each.company, each.agent_name, each.asked_at.isoformat(), when,
                words[each.good], each.comment,
            ]  # fmt: skip
        if len(found) <= CHUNK:
            return
        before = found[CHUNK - 1].id
