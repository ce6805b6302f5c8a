"""Announcements: the list, one with its versions, and the publisher's pages for them."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.catalog import queries as catalog
from behalf.health import actions, forms, queries
from behalf.health.pages.publishing import ask, publish
from behalf.web import asked
from behalf.web.page import ActorRequest, page
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
        handed_in = forms.NewNews(request.POST)
        act = actions.announce_post
        return publish(request, publish_announcement.show, handed_in, act, said=_("Published."), then=_to_announcement)
    shown = form or forms.NewNews(initial={"services": request.GET.getlist("service")})
    return ask(
        request,
        shown.offer(catalog.services(request.actor)),
        title=_("Publish an announcement"),
        lede=_("For what is coming or worth knowing while everything works."),
        back="health:board",
        again=form is not None,
    )


@page("health.publish", methods=BOTH)
def correct_announcement(request: ActorRequest, announcement_id: int, form: forms.News | None = None) -> HttpResponse:
    """Publish a corrected version."""
    if request.method == "POST" and form is None:
        return publish(
            request,
            correct_announcement.show,
            forms.News(request.POST),
            actions.correct_announcement,
            announcement_id,
            said=_("Corrected."),
            then=lambda _new: _to_announcement(announcement_id),
        )
    row = queries.announcement(request.actor, announcement_id)
    stands = {"category": row.category, "title": row.title, "body": row.body, "act_by": row.act_by}
    return ask(
        request,
        form or forms.News(initial=stands),
        title=_("Correct %(code)s") % {"code": row.code},
        lede=_("What was said stays on record; what you say now stands in its place."),
        back="health:announcement",
        back_to={"announcement_id": announcement_id},
        again=form is not None,
    )


@page("health.publish", methods=BOTH)
def withdraw(request: ActorRequest, announcement_id: int, form: forms.Withdrawal | None = None) -> HttpResponse:
    """Take an announcement off the boards."""
    if request.method == "POST" and form is None:
        return publish(
            request,
            withdraw.show,
            forms.Withdrawal(request.POST),
            actions.withdraw_announcement,
            announcement_id,
            said=_("Withdrawn."),
            then=lambda _new: _to_announcement(announcement_id),
        )
    row = queries.announcement(request.actor, announcement_id)
    return ask(
        request,
        form or forms.Withdrawal(),
        title=_("Withdraw %(code)s") % {"code": row.code},
        lede=row.title,
        back="health:announcement",
        back_to={"announcement_id": announcement_id},
        again=form is not None,
    )


def _to_announcement(announcement_id: int) -> HttpResponse:
    return redirect("health:announcement", announcement_id=announcement_id)
