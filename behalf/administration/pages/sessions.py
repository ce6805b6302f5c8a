"""Beginning, extending and ending on-behalf sessions; the bar above every page of the customer; the record."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from behalf.administration import actions, corrections, forms, queries, wording
from behalf.administration.pages import services
from behalf.customers import queries as customers
from behalf.kit import clock
from behalf.web import asked
from behalf.web.addresses import back, url
from behalf.web.context import Panel
from behalf.web.page import ActorRequest, in_hand, page, say
from behalf.web.shortcuts import fragment_text, redirect, render, see

A_PAGE = 25


def bar(request: ActorRequest, account_id: int) -> Panel | None:
    """What stands above every page of a customer while the actor acts for it (one read)."""
    actor = request.actor
    if not actor.may("administration.read"):
        return None
    running = queries.open_sessions(actor, account_id, now=clock.now())
    if not running:
        return None
    about_kind, about_id, about_label = running[0].about
    case = about_id if about_kind == "case" and about_id.isdecimal() else ""
    context = {
        "customer": request.customer_in_hand,
        "where": wording.in_services([each.service for each in running]),
        "session": running[0],
        "label": about_label or running[0].reason,
        "case_url": services.address("cases:case", case_id=int(case)) if case else "",
        "account_id": account_id,
    }
    text = fragment_text(request, "administration/bar.html#bar", context)
    return Panel("onbehalf", html=Markup(text))  # noqa: S704  (our own template, escaped as it was rendered)


@page("administration.act", methods=("GET", "POST"))
def begin(request: ActorRequest, account_id: int, service_id: int) -> HttpResponse:
    """Open a service for a stated reason, and read its settings at once; asked for anew, the service's own page."""
    if request.method != "POST":
        customers.account(request.actor, account_id)
        return redirect("administration:service", account_id=account_id, service_id=service_id)
    form = forms.Begin(request.POST, account_id=account_id)
    if form.is_valid() and form.does(
        actions.begin, request.actor, account_id, service_id, now=clock.now(), **form.values
    ):
        corrections.look(request.actor, account_id, service_id, clock=clock.now)
        return see(form.after(url("administration:service", account_id=account_id, service_id=service_id)))
    return services.service.show(request, account_id, service_id, form=form)


@page("administration.act", methods=["POST"])
def extend(request: ActorRequest, account_id: int) -> HttpResponse:
    """Sixty minutes from now, because the agent said so."""
    actions.extend(request.actor, account_id, now=clock.now())
    say(request, _("The session runs for another 60 minutes."))
    return see(back(request)) if back(request) else redirect("administration:services", account_id=account_id)


@page("administration.act", methods=["POST"])
def end(request: ActorRequest, account_id: int) -> HttpResponse:
    """Stop acting for this customer."""
    number = actions.end(request.actor, account_id, now=clock.now())
    if number:
        say(request, ngettext("The session is ended.", "%(number)s sessions are ended.", number) % {"number": number})
    return redirect("administration:services", account_id=account_id)


@page("administration.read")
def record(request: ActorRequest, account_id: int) -> HttpResponse:
    """Everything that was done on behalf of this customer, or in one session, as the customer reads it too."""
    account = customers.account(request.actor, account_id)
    in_hand(request, account)
    before, session_id = asked.key(request), asked.key(request, "session")
    rows = queries.steps(request.actor, account_id, session_id=session_id, before=before, limit=A_PAGE)
    context = {"account": account, "wording": wording, "paged": before is not None, "session_id": session_id}
    context |= {"steps": rows[:A_PAGE], "older": rows[A_PAGE - 1].id if len(rows) > A_PAGE else None}
    return render(request, "administration/record.html", context)
