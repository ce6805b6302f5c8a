"""The escalate page of a case: what the operator expects first, and what will go up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.cases import actions as case_actions
from behalf.cases import queries as cases
from behalf.escalation import actions, forms, queries, words
from behalf.escalation.pages.paper import proof, word_of
from behalf.health import actions as health
from behalf.kit import clock
from behalf.kit.errors import Conflict
from behalf.kit.tenancy import acting
from behalf.web import asked
from behalf.web.forms import Form
from behalf.web.page import ActorRequest, in_hand, page, say
from behalf.web.shortcuts import redirect, render


@page("escalation.send")
def escalate(request: ActorRequest, case_id: int, *, form: Form | None = None, about: str = "") -> HttpResponse:
    """The gate's items with what satisfies each, beside the dossier as the operator would read it."""
    now = clock.now()
    ready = queries.readiness(request.actor, case_id, now=now)
    if ready.case.account is not None:
        in_hand(request, ready.case.account)
    running = queries.of_case(request.actor, case_id)
    dossier = queries.compose(request.actor, ready, now=now)
    kept = {name: getattr(ready.draft, name) for name in forms.Prepare.base_fields}
    context = {
        "case": ready.case,
        "ready": ready,
        "gate": ready.gate,
        "items": words.ITEMS,
        "lacks": words.LACKS,
        "topics": words.TOPICS,
        "running": running if running and running.may_reply else None,
        "dossier": dossier,
        "proof": proof(dossier),
        "service_names": {},
        "health_word": word_of(ready.health_state),
        "prepare": form if about == "prepare" else forms.Prepare(initial=kept),
        "wrong": form,
        "about": about,
        "typed_for": asked.whole(request.POST.get("incident_id", "")),
        "is_draft": True,
    }
    return render(request, "escalation/escalate.html", context, status=200 if form is None else 422)


@page("escalation.send", methods=["POST"])
def keep(request: ActorRequest, case_id: int) -> HttpResponse:
    """Keep the agent's words."""
    return _step(request, case_id, forms.Prepare(request.POST), actions.prepare, "prepare")


@page("escalation.send", methods=["POST"])
def override(request: ActorRequest, case_id: int) -> HttpResponse:
    """Go up without one item, or take that back."""
    about = f"item-{request.POST.get('item', '')}"
    return _step(request, case_id, forms.Override(request.POST), actions.override, about)


@page("escalation.send", methods=["POST"])
def incident(request: ActorRequest, case_id: int) -> HttpResponse:
    """Say what an incident has to do with it."""
    return _step(request, case_id, forms.Incident(request.POST), actions.answer_incident, "incident")


@page("escalation.send", methods=["POST"])
def tried(request: ActorRequest, case_id: int) -> HttpResponse:
    """Write down what was tried, without leaving the page."""
    return _step(request, case_id, forms.Tried(request.POST), case_actions.add_tried, "tried")


@page("escalation.send", methods=["POST"])
def check(request: ActorRequest, case_id: int) -> HttpResponse:
    """Look at the health of the case's service and keep what it shows, without leaving the page."""
    with acting(request.actor):
        case = cases.case(request.actor, case_id)
    if case.account_id is None or case.service_id is None:
        raise Conflict(_("This case is about no service."))
    about = ("case", case_id, case.number)
    health.check(request.actor, account_id=case.account_id, service_ids=[case.service_id], about=about, now=clock.now())
    return redirect("escalation:escalate", case_id=case_id)


@page("escalation.send", methods=["POST"])
def send(request: ActorRequest, case_id: int) -> HttpResponse:
    """Send it up; a shut gate brings the page back with what is missing."""
    form = Form(request.POST)
    if form.does(actions.send, request.actor, case_id, now=clock.now()):
        say(request, _("Escalated. The operator opens its own case; its answers arrive here."))
        return redirect("cases:case", case_id=case_id)
    return escalate.show(request, case_id, form=form, about="send")


def _step(request: ActorRequest, case_id: int, form: Form, act: Callable[..., Any], about: str) -> HttpResponse:
    given = form.values if form.is_valid() else {}
    if form.does(act, request.actor, case_id, now=clock.now(), **given):
        return redirect("escalation:escalate", case_id=case_id)
    return escalate.show(request, case_id, form=form, about=about)
