"""Support requests: what this desk sent up, what the operator received, and a dossier with its words."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.administration import queries as administration
from behalf.cases import queries as cases
from behalf.catalog import queries as catalog
from behalf.customers import queries as customers
from behalf.escalation import actions, forms, queries, words
from behalf.escalation.pages.paper import proof
from behalf.kit import clock
from behalf.subscriptions import queries as subscriptions
from behalf.web import asked
from behalf.web.addresses import url
from behalf.web.forms import Form
from behalf.web.page import ActorRequest, in_hand, page, say
from behalf.web.shortcuts import fragment, redirect, render


@page("escalation.read")
def customer_requests(request: ActorRequest) -> HttpResponse:
    """Support requests > Customer requests: the escalations of this desk (P34)."""
    search = asked.words(request, "search")
    rows = queries.requests(request.actor, search=search, before=asked.key(request))
    context = {"rows": rows, "search": search, "states": words.STATES, "older": _older(rows)}
    return render(request, "escalation/requests.html", context)


@page("escalation.send")
def new_request(request: ActorRequest) -> HttpResponse:
    """New request, first step: search the customer (P34)."""
    search = asked.words(request, "search")
    found = customers.accounts(request.actor, search=search) if search else []
    return render(request, "escalation/new.html", {"search": search, "found": found})


@page("escalation.send")
def new_request_for(request: ActorRequest, account_id: int) -> HttpResponse:
    """New request, second step: the service, where the problem may be solved first, and the case to escalate (P34)."""
    actor = request.actor
    account = customers.account(actor, account_id)
    in_hand(request, account)
    inbox = cases.inbox(actor, account_id=account_id, now=clock.now())
    context = {
        "services": subscriptions.services_of(actor, account_id),
        "delegated": {
            row.service_id for row in administration.delegations(actor, account_id) if row.removed_at is None
        },
        "open_cases": [row for row in inbox.rows if row.closed_at is None],
    }
    return render(request, "escalation/new_for.html", context)


@page("escalation.read")
def dossier(request: ActorRequest, dossier_id: int, *, form: Form | None = None, about: str = "") -> HttpResponse:
    """A dossier with its words, and what may be said next."""
    found = queries.exchange(request.actor, dossier_id)
    context = _context(found) | {"form": form, "about": about}
    context |= {"service_names": catalog.service_names(request.actor), "sent": request.GET.get("sent", "")}
    return render(request, "escalation/dossier.html", context, status=200 if form is None else 422)


@page("escalation.read")
def words_of(request: ActorRequest, dossier_id: int) -> HttpResponse:
    """What was said since the page was drawn, or 204: asked every few seconds."""
    found = queries.exchange(request.actor, dossier_id)
    if request.GET.get("seen") == found.stamp:
        return HttpResponse(status=204)
    return fragment(request, "escalation/words.html#words", _context(found))


@page("escalation.send", methods=["POST"])
def reply(request: ActorRequest, dossier_id: int) -> HttpResponse:
    """Write to the operator."""
    form = forms.Say(request.POST)
    body = form.values.get("body", "") if form.is_valid() else ""
    if form.does(actions.reply, request.actor, dossier_id, body=body, now=clock.now()):
        return _back(request, dossier_id)
    return dossier.show(request, dossier_id, form=form, about="reply")


@page("escalation.send", methods=["POST"])
def reopen(request: ActorRequest, dossier_id: int) -> HttpResponse:
    """Go on with it."""
    form = forms.Say(request.POST)
    body = form.values.get("body", "") if form.is_valid() else ""
    if form.does(actions.reopen, request.actor, dossier_id, body=body, now=clock.now()):
        return _back(request, dossier_id)
    return dossier.show(request, dossier_id, form=form, about="reopen")


@page("escalation.judge", methods=["POST"])
def judge(request: ActorRequest, dossier_id: int) -> HttpResponse:
    """Mark it inappropriate."""
    form = forms.Judge(request.POST)
    given = form.values if form.is_valid() else {"reason": "", "body": ""}
    if form.does(actions.judge, request.actor, dossier_id, now=clock.now(), **given):
        say(request, _("Marked inappropriate. The reseller reads your reason."))
        return redirect("escalation:dossier", dossier_id=dossier_id)
    return dossier.show(request, dossier_id, form=form, about="judge")


@page("escalation.portal")
def portal_requests(request: ActorRequest) -> HttpResponse:
    """Support requests > Partner Center requests: our own problems with the portal (P33)."""
    rows = queries.portal_requests(request.actor, before=asked.key(request))
    return render(
        request, "escalation/portal_requests.html", {"rows": rows, "states": words.STATES, "older": _older(rows)}
    )


@page("escalation.portal")
def new_portal_request(request: ActorRequest, *, form: Form | None = None) -> HttpResponse:
    """A new request about the portal."""
    shown = form or forms.PortalRequest()
    return render(request, "escalation/portal_new.html", {"form": shown}, status=200 if form is None else 422)


@page("escalation.portal", methods=["POST"])
def send_portal_request(request: ActorRequest) -> HttpResponse:
    """Send it."""
    form = forms.PortalRequest(request.POST)
    given = form.values if form.is_valid() else {}
    if form.does(actions.send_portal_request, request.actor, now=clock.now(), **given):
        say(request, _("Sent to the operator."))
        return redirect("escalation:dossier", dossier_id=form.result_id, query={"sent": "portal-request"})
    return new_portal_request.show(request, form=form)


@page("escalation.judge")
def received(request: ActorRequest) -> HttpResponse:
    """What resellers sent to this operator for customers, and how appropriately each escalates; theirs kept apart."""
    reseller_id, portal = asked.key(request, "reseller"), request.GET.get("kind") == "portal"
    rows = queries.received(request.actor, portal=portal, reseller_id=reseller_id, before=asked.key(request))
    here = url("escalation:received")
    context = {
        "rows": rows,
        "tabs": [
            {"url": here, "label": _("For customers"), "current": not portal, "count": 0},
            {"url": f"{here}?kind=portal", "label": _("About the portal"), "current": portal, "count": 0},
        ],
        "portal": portal,
        "tally": [] if portal else queries.tally(request.actor),
        "reseller_id": reseller_id,
        "service_names": catalog.service_names(request.actor) if rows else {},
        "states": words.STATES,
        "reasons": words.INAPPROPRIATE,
        "older": rows[-1].pk if len(rows) == queries.LIMIT else None,
    }
    return render(request, "escalation/received.html", context)


@page("escalation.read")
def panel(request: ActorRequest, case_id: int) -> HttpResponse:
    """The escalation of a case, on its page: loaded after it and asked again while it is open; 204 when unchanged."""
    found = queries.of_case(request.actor, case_id)
    if found is None:
        cases.case(request.actor, case_id)
        return HttpResponse("", status=200)
    if request.GET.get("seen") == found.stamp:
        return HttpResponse(status=204)
    return render(request, "escalation/panel.html", _context(found) | {"case_id": case_id})


def _context(found: queries.Exchange) -> dict[str, object]:
    return {
        "exchange": found,
        "may_reopen": found.may_reopen(clock.now()),
        "dossier": found.dossier,
        "proof": proof(found.dossier),
        "states": words.STATES,
        "items": words.ITEMS,
        "lacks": words.LACKS,
        "topics": words.TOPICS,
        "reasons": words.INAPPROPRIATE,
        "say": forms.Say(),
        "judge": forms.Judge(),
    }


def _back(request: ActorRequest, dossier_id: int) -> HttpResponse:
    """Where the word was written: the case, or the dossier's own page."""
    case_id = asked.whole(request.POST.get("case", ""))
    if case_id is not None:
        return redirect("cases:case", case_id=case_id, query={"sent": f"reply-{dossier_id}"})
    return redirect("escalation:dossier", dossier_id=dossier_id)


def _older(rows: list[queries.Request]) -> int | None:
    return rows[-1].dossier_id if len(rows) == queries.LIMIT else None
