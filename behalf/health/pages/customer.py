"""A customer's board, and keeping that an agent looked at it. Looking alone records nothing."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from behalf.catalog import queries as catalog
from behalf.customers import queries as customers
from behalf.health import actions, forms, queries, words
from behalf.health.models import KEPT_DAY
from behalf.health.pages.services import NEWS_ON_BOARD, summed_up
from behalf.kit import clock
from behalf.kit.errors import NotFound
from behalf.web.addresses import url
from behalf.web.context import Entry
from behalf.web.page import ActorRequest, in_hand, page, say
from behalf.web.shortcuts import fragment, redirect, render


@page("health.read_customer")
def of_customer(request: ActorRequest, account_id: int) -> HttpResponse:
    """The services of this customer (P24); with ``?case=``, what was recorded for that case."""
    account = customers.account(request.actor, account_id)
    in_hand(request, account)
    about = forms.Check(request.GET).about
    rows = queries.board_of(request.actor, account_id, now=clock.now())
    service_ids = [row.service_id for row in rows]
    context = {
        "account": account,
        "boards": _boards(account_id),
        "rows": rows,
        "summary": summed_up(rows),
        "about": about,
        "kept": {"case": about[1], "label": about[2]} if about else {},
        "checks": queries.checks(request.actor, account_id, about=about[:2] if about else None, limit=10),
        "names": {row.service_id: row.name for row in rows},
        "news": queries.announcements(request.actor, service_ids, limit=NEWS_ON_BOARD)[:NEWS_ON_BOARD],
    }
    return render(request, "health/of_customer.html", context)


@page("health.read_customer")
def panel(request: ActorRequest, account_id: int) -> HttpResponse:
    """What is not normal at a customer's services, on its overview."""
    rows = queries.board_of(request.actor, account_id, now=clock.now())
    context = {
        "account_id": account_id,
        "summary": summed_up(rows),
        "disturbed": [row for row in rows if row.incidents or row.maintenance],
    }
    return fragment(request, "health/panel.html#panel", context)


def _boards(account_id: int) -> list[Entry]:
    """The two boards (P24): this customer's services, and all."""
    return [
        Entry("one", _("This customer"), url("health:of_customer", account_id=account_id), current=True),
        Entry("all", _("All services we resell"), url("health:board")),
    ]


@page("health.check", methods=("POST",))
def check(request: ActorRequest, account_id: int) -> HttpResponse:
    """Keep what the board shows now, for one service or all of them, for a case or for nothing in particular."""
    form = forms.Check(request.POST)
    made = actions.check(
        request.actor, account_id=account_id, service_ids=form.services, about=form.about, now=clock.now()
    )
    text = ngettext("Recorded the state of %(count)s service.", "Recorded the state of %(count)s services.", len(made))
    say(request, text % {"count": len(made)})
    kept = {"case": form.values.get("case"), "label": form.values.get("label")} if form.about else None
    return redirect("health:of_customer", account_id=account_id, query=kept)


@page("health.read_customer")
def recorded(request: ActorRequest, account_id: int, check_id: int) -> HttpResponse:
    """A recorded check as it was kept."""
    account = customers.account(request.actor, account_id)
    row = queries.check(request.actor, check_id)
    if row.account_id != account_id:
        raise NotFound(_("There is no such check."))
    in_hand(request, account)
    days = [KEPT_DAY[sign] for sign in row.snapshot["days"]]
    context = {
        "account": account,
        "row": row,
        "service": catalog.service(request.actor, row.service_id).name,
        "regions": [(words.region_once(name), words.seen(state)) for name, state in row.snapshot["regions"].items()],
        "days": days,
        "day_words": words.day_count(days),
        "share": words.share(row.snapshot["availability"]),
    }
    return render(request, "health/recorded.html", context)
