"""Announcements: the list, one with its versions, and the publisher's pages for them."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.catalog import queries as catalog
from behalf.health import actions, forms, queries
from behalf.kit import clock
from behalf.web import asked
from behalf.web.page import ActorRequest, page, say
from behalf.web.shortcuts import redirect, render

BOTH = ("GET", "POST")
LIMIT = 25


@page("health.read_all")
def news(request: ActorRequest) -> HttpResponse:
    """All announcements, the latest first."""
    rows = queries.announcements(request.actor, before=asked.key(request), limit=LIMIT)
    shown = rows[:LIMIT]
    context = {"news": shown, "older": shown[-1].id if len(rows) > LIMIT else None}
    return render(request, "health/news.html", context)


@page("health.read")
def announcement(request: ActorRequest, announcement_id: int) -> HttpResponse:
    """One announcement as it stands, with what was said before."""
    row = queries.announcement(request.actor, announcement_id)
    context = {
        "row": row,
        "sees_all": request.actor.may("health.read_all"),
        "may_publish": request.actor.may("health.publish") and not row.withdrawn,
    }
    return render(request, "health/announcement.html", context)


@page("health.publish", methods=BOTH)
def publish_announcement(request: ActorRequest, form: forms.NewNews | None = None) -> HttpResponse:
    """Publish an announcement."""
    if request.method == "POST" and form is None:
        form = forms.NewNews(request.POST)
        if form.is_valid() and form.does(actions.announce_post, request.actor, now=clock.now(), **form.values):
            say(request, _("Published."))
            return redirect("health:announcement", announcement_id=form.result)
        return publish_announcement.show(request, form=form)
    form = form or forms.NewNews(initial={"services": request.GET.getlist("service")})
    context = {
        "form": form.offer(catalog.services(request.actor)),
        "title": _("Publish an announcement"),
        "lede": _("For what is coming or worth knowing while everything works."),
        "back": "health:board",
    }
    return render(request, "health/form.html", context, status=422 if form.is_bound else 200)


@page("health.publish", methods=BOTH)
def correct_announcement(request: ActorRequest, announcement_id: int, form: forms.News | None = None) -> HttpResponse:
    """Publish a corrected version."""
    if request.method == "POST" and form is None:
        form = forms.News(request.POST)
        if form.is_valid() and form.does(
            actions.correct_announcement, request.actor, announcement_id, now=clock.now(), **form.values
        ):
            say(request, _("Corrected."))
            return redirect("health:announcement", announcement_id=announcement_id)
        return correct_announcement.show(request, announcement_id, form=form)
    row = queries.announcement(request.actor, announcement_id)
    stands = {"category": row.category, "title": row.title, "body": row.body, "act_by": row.act_by}
    context = {
        "form": form or forms.News(initial=stands),
        "title": _("Correct %(code)s") % {"code": row.code},
        "lede": _("What was said stays on record; what you say now stands in its place."),
        "back": "health:announcement",
        "back_to": {"announcement_id": announcement_id},
    }
    return render(request, "health/form.html", context, status=422 if form else 200)


@page("health.publish", methods=BOTH)
def withdraw(request: ActorRequest, announcement_id: int, form: forms.Withdrawal | None = None) -> HttpResponse:
    """Take an announcement off the boards."""
    if request.method == "POST" and form is None:
        form = forms.Withdrawal(request.POST)
        if form.is_valid() and form.does(
            actions.withdraw_announcement, request.actor, announcement_id, now=clock.now(), **form.values
        ):
            say(request, _("Withdrawn."))
            return redirect("health:announcement", announcement_id=announcement_id)
        return withdraw.show(request, announcement_id, form=form)
    row = queries.announcement(request.actor, announcement_id)
    context = {
        "form": form or forms.Withdrawal(),
        "title": _("Withdraw %(code)s") % {"code": row.code},
        "lede": row.title,
        "back": "health:announcement",
        "back_to": {"announcement_id": announcement_id},
    }
    return render(request, "health/form.html", context, status=422 if form else 200)
