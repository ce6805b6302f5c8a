"""The customer's own cases: the list, opening one, following and answering it, agreeing or not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.cases import actions, queries
from behalf.cases.models import Case, Status
from behalf.customers import queries as customers
from behalf.kit import clock
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from behalf.partners import queries as partners
from behalf.portal import forms, words
from behalf.subscriptions import queries as subscriptions
from behalf.web.download import download
from behalf.web.forms import Form
from behalf.web.page import ActorRequest, page, say
from behalf.web.shortcuts import fragment, redirect, render

BOTH = ("GET", "POST")


@page("cases.own")
def cases(request: ActorRequest) -> HttpResponse:
    """The customer's cases, the newest first: the open ones, or all."""
    place = forms.Place(request.GET).values
    before, only_open = place.get("before"), place.get("view") != "all"
    found = queries.own_cases(request.actor, only_open=only_open, before=before)
    shown = found[: queries.LIMIT]
    context = {
        "cases": [(case, words.standing(case)) for case in shown],
        "older": shown[-1].pk if len(found) > len(shown) else None,
        "paged": before is not None,
        "only_open": only_open,
    }
    return render(request, "portal/cases.html", context)


@page("cases.own", methods=BOTH)
def open_case(request: ActorRequest, form: forms.OpenCase | None = None) -> HttpResponse:
    """A new case at one of the customer's resellers."""
    if request.method == "POST" and form is None:
        form = _opening(request)
        if form.is_valid() and form.does(actions.open_own, request.actor, now=clock.now(), **form.values):
            return redirect("portal:case", case_id=form.result_id, query={"sent": "open"})
        return open_case.show(request, form=form)
    first = {"severity": "B", "kind": "performance", "service_id": request.GET.get("service")}
    form = form or forms.OpenCase(initial=first, **_offered(request.actor))
    context = {"form": form, "meanings": words.SEVERITIES}
    return render(request, "portal/open.html", context, status=422 if form.is_bound else 200)


@page("cases.own", methods=BOTH)
def mail(request: ActorRequest, form: forms.ChooseMail | None = None) -> HttpResponse:
    """Which mail about cases the signed-in person wants."""
    if request.method == "POST" and form is None:
        form = forms.ChooseMail(request.POST)
        if _chooses(form, request.actor):
            say(request, _("Kept. It holds from the next mail on."))
            return redirect("portal:cases")
        return mail.show(request, form=form)
    form = form or forms.ChooseMail(initial={"notices": queries.own_notices(request.actor)})
    return render(request, "portal/mail.html", {"form": form}, status=422 if form.is_bound else 200)


@page("cases.own")
def case(request: ActorRequest, case_id: int, form: Form | None = None, doing: str = "") -> HttpResponse:
    """One case: where it stands, what was said, and what the customer can do about it."""
    found = queries.own_case(request.actor, case_id)
    if found.merged_into_id is not None and form is None:
        return redirect("portal:case", case_id=queries.own_survivor_of(request.actor, case_id))
    context = _live(request.actor, found, clock.now()) | {
        "write": form if doing == "write" else forms.Write(),
        "reopening": form if doing == "reopen" else forms.Reopen(),
        "confirming": form if doing == "confirm" else None,
        "rating": form if doing == "rate" else _rating(request.actor, found),
        "sent": request.GET.get("sent", ""),
    }
    return render(request, "portal/case.html", context, status=422 if form else 200)


@page("cases.own")
def live(request: ActorRequest, case_id: int) -> HttpResponse:
    """What changed since the page's version, or 204; asked every few seconds."""
    if str(queries.own_version(request.actor, case_id)) == request.GET.get("version"):
        return HttpResponse(status=204)
    found = queries.own_case(request.actor, case_id)
    return fragment(request, "portal/thread.html#thread", _live(request.actor, found, clock.now()))


@page("cases.own")
def file(request: ActorRequest, case_id: int, file_id: int) -> HttpResponse:
    """A file of a case, always as a download."""
    found = queries.own_attachment(request.actor, case_id, file_id)
    return download(found.name, found.kind, found.content)


@page("cases.own", methods=["POST"])
def write(request: ActorRequest, case_id: int) -> HttpResponse:
    """Answer the reseller."""
    form = forms.Write(request.POST, request.FILES)
    if _does(form, actions.reply_own, request.actor, case_id):
        return redirect("portal:case", case_id=form.result_id, query={"sent": "write"})
    return case.show(request, case_id, form=form, doing="write")


@page("cases.own", methods=["POST"])
def confirm(request: ActorRequest, case_id: int) -> HttpResponse:
    """Agree that it is solved."""
    form = Form(request.POST)
    if not form.does(actions.confirm_own, request.actor, case_id, now=clock.now()):
        return case.show(request, case_id, form=form, doing="confirm")
    say(request, _("Thank you. The case is closed; it reopens within 14 days if the problem comes back."))
    return redirect("portal:case", case_id=case_id)


@page("cases.own", methods=["POST"])
def reopen(request: ActorRequest, case_id: int) -> HttpResponse:
    """Say that it is not solved."""
    form = forms.Reopen(request.POST)
    if _does(form, actions.reopen_own, request.actor, case_id):
        return redirect("portal:case", case_id=form.result_id)
    return case.show(request, case_id, form=form, doing="reopen")


@page("cases.own", methods=["POST"])
def rate(request: ActorRequest, case_id: int) -> HttpResponse:
    """Say whether it was handled well."""
    form = forms.Rate(request.POST)
    if not _does(form, actions.rate_own, request.actor, case_id):
        return case.show(request, case_id, form=form, doing="rate")
    say(request, _("Thank you for your answer."))
    return redirect("portal:case", case_id=case_id)


def _rating(actor: Actor, found: Case) -> forms.Rate | None:
    """The question, with the answer that was given, as long as it can be answered."""
    row = queries.own_rating(actor, found.pk, now=clock.now())
    if row is None:
        return None
    return forms.Rate(initial={"good": row.answer, "comment": row.comment})


def _chooses(form: forms.ChooseMail, actor: Actor) -> bool:
    return form.is_valid() and form.does(actions.choose_notices, actor, now=clock.now(), **form.values)


def _does(form: Form, act: Callable[..., Any], actor: Actor, case_id: int) -> bool:
    return form.is_valid() and form.does(act, actor, case_id, now=clock.now(), **form.values)


def _live(actor: Actor, found: Case, now: datetime) -> dict[str, Any]:
    """What the live part of the page shows."""
    partner = partners.support_profiles(actor, [found.org_id]).get(found.org_id)
    before, after = queries.own_follow_ups(actor, found)
    return {
        "case": found,
        "before": before,
        "after": after,
        "entries": queries.own_thread(actor, found.pk),
        "standing": words.standing(found),
        "service": found.service.named(actor.language) if found.service else "",
        "partner": partner.name if partner else _("Support"),
        "may_write": found.status != Status.CLOSED,
        "may_confirm": found.status == Status.RESOLVED,
        "may_reopen": found.may_reopen(now),
        "may_follow_up": found.needs_follow_up(now) and after is None,
    }


def _opening(request: ActorRequest) -> forms.OpenCase:
    with acting(request.actor):
        return forms.OpenCase(request.POST, request.FILES, **_offered(request.actor))


def _offered(actor: Actor) -> dict[str, list[tuple[int, str]]]:
    """To whom a case may go, and about which services."""
    accounts = customers.accounts_of_customer(actor)
    names = partners.support_profiles(actor, [account.reseller_id for account in accounts])
    services = {
        row.service_id: row.name for account in accounts for row in subscriptions.services_of(actor, account.pk)
    }
    resellers = [(account.pk, names[account.reseller_id].name) for account in accounts if account.reseller_id in names]
    return {"resellers": resellers, "services": list(services.items())}
