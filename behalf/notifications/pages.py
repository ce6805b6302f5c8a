"""Outgoing mail, and the person's own notices."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.kit import clock
from behalf.notifications import actions, forms, queries
from behalf.notifications.models import Mail
from behalf.web.page import ActorRequest, page, say
from behalf.web.shortcuts import fragment, redirect, render


@page("mail.read")
def outbox(request: ActorRequest) -> HttpResponse:
    """The organization's mail, newest first."""
    wanted = forms.Wanted(request.GET).clean_or_nothing()
    mails = queries.outbox(request.actor, **wanted)
    older = mails[queries.PAGE - 1].id if len(mails) > queries.PAGE else None
    context = {"mails": mails[: queries.PAGE], "older": older, "before": wanted["before"], "state": wanted["state"]}
    return render(request, "notifications/outbox.html", {**context, "states": Mail.State})


@page("mail.read")
def outgoing(request: ActorRequest, mail_id: int) -> HttpResponse:
    """One mail: to whom, what, and what came of it."""
    return render(request, "notifications/mail.html", {"mail": queries.outgoing(request.actor, mail_id)})


@page("mail.again", methods=["POST"])
def send_again(request: ActorRequest, mail_id: int) -> HttpResponse:
    """Try a failed mail anew."""
    actions.send_again(request.actor, mail_id, now=clock.now())
    say(request, _("The mail waits to be sent again."))
    return redirect("notifications:mail", mail_id=mail_id)


@page("notifications.own")
def notices(request: ActorRequest) -> HttpResponse:
    """What the person was told, newest first; a script counts it as read once it is shown."""
    return render(request, "notifications/notices.html", {"notices": queries.notices(request.actor)})


@page("notifications.own", methods=["POST"])
def mark_read(request: ActorRequest) -> HttpResponse:
    """Count as read what was shown: notices up to the id in ``upto``."""
    form = forms.Shown(request.POST)
    actions.mark_read(request.actor, upto=form.newest(), now=clock.now())
    return HttpResponse(status=204) if request.htmx else redirect("notifications:notices")


@page("notifications.own")
def bell(request: ActorRequest) -> HttpResponse:
    """The bell's number, asked for by every page after it is shown."""
    return fragment(request, "notifications/bell.html#bell", {"unread": queries.unread(request.actor)})
