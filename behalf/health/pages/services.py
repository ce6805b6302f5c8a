"""The board of all services, one service with its ninety days, and the engineers' statements."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.catalog import queries as catalog
from behalf.health import actions, forms, queries, rules, words
from behalf.health.queries import BoardRow, MaintenanceRow
from behalf.kit import clock
from behalf.web.page import ActorRequest, page, say
from behalf.web.shortcuts import redirect, render

BOTH = ("GET", "POST")
NEWS_ON_BOARD = 5


def summed_up(rows: Sequence[BoardRow]) -> str:
    """A board in a sentence."""
    return words.summary([rules.LEVEL[row.state] for row in rows])


def _ahead(rows: Sequence[BoardRow]) -> list[MaintenanceRow]:
    """The next work of each service, each once."""
    return list({row.maintenance.id: row.maintenance for row in rows if row.maintenance}.values())


@page("health.read_all")
def board(request: ActorRequest) -> HttpResponse:
    """All services we resell: what is disturbed first, then what is ahead and what was announced (P24)."""
    now = clock.now()
    rows = queries.board(request.actor, now=now)
    news = queries.announcements(request.actor, limit=NEWS_ON_BOARD)
    context = {
        "rows": rows,
        "summary": summed_up(rows),
        "works": sorted(_ahead(rows), key=lambda work: (work.starts_at, work.id)),
        "news": news[:NEWS_ON_BOARD],
        "may_publish": request.actor.may("health.publish"),
    }
    return render(request, "health/board.html", context)


@page("health.read_all")
def service(request: ActorRequest, service_id: int) -> HttpResponse:
    """One service: each region's ninety days, its incidents, planned work and news."""
    now = clock.now()
    context = {
        "row": queries.service(request.actor, service_id, now=now),
        "incidents": queries.incidents(request.actor, service_id=service_id, limit=10)[:10],
        "works": queries.maintenances(request.actor, [service_id], limit=5)[:5],
        "news": queries.announcements(request.actor, [service_id], limit=5)[:5],
        "statements": queries.statements(request.actor, service_id),
        "may_publish": request.actor.may("health.publish"),
    }
    return render(request, "health/service.html", context)


@page("health.publish", methods=BOTH)
def publish_state(request: ActorRequest, form: forms.Statement | None = None) -> HttpResponse:
    """Say how a service is."""
    if request.method == "POST" and form is None:
        return _publish_state(request)
    services = catalog.services(request.actor)
    first = {"service": request.GET.get("service"), "region": request.GET.get("region")}
    form = form or forms.Statement(initial=first)
    context = {
        "form": form.offer(services),
        "title": _("Say how a service is"),
        "lede": _("For what no incident tells. It counts until the next statement."),
        "notes": {"state": words.MEANINGS},
        "back": "health:board",
    }
    return render(request, "health/form.html", context, status=422 if form.is_bound else 200)


def _publish_state(request: ActorRequest) -> HttpResponse:
    form = forms.Statement(request.POST)
    if form.is_valid():
        values = form.values
        service_id = values.pop("service")
        if form.does(actions.set_state, request.actor, service_id, now=clock.now(), **values):
            say(request, _("Published."))
            return redirect("health:service", service_id=service_id)
    return publish_state.show(request, form=form)


@page("health.publish", methods=BOTH)
def correct_state(
    request: ActorRequest, statement_id: int, form: forms.StatementCorrection | None = None
) -> HttpResponse:
    """Correct an earlier statement: the new one counts, both are shown."""
    if request.method == "POST" and form is None:
        form = forms.StatementCorrection(request.POST)
        if form.is_valid() and form.does(
            actions.correct_state, request.actor, statement_id, now=clock.now(), **form.values
        ):
            say(request, _("Corrected."))
            return redirect("health:board")
        return correct_state.show(request, statement_id, form=form)
    row = queries.statement(request.actor, statement_id)
    context = {
        "form": form or forms.StatementCorrection(initial={"state": row.state, "at": row.at, "note": row.note}),
        "title": _("Correct a statement"),
        "lede": _("What was said stays on record; what you say now counts in its place."),
        "notes": {"state": words.MEANINGS},
        "back": "health:board",
    }
    return render(request, "health/form.html", context, status=422 if form else 200)
