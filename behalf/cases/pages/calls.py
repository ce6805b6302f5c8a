"""The telephone log: a call on a case, and a call that came in and may become one."""

from __future__ import annotations

from django.http import HttpResponse

from behalf.cases import actions, forms, queries, rules
from behalf.cases.pages._talk_forms import LogCall, OpenFromCall
from behalf.cases.pages.case import case as case_page
from behalf.cases.pages.opening import services_of
from behalf.customers import queries as customers
from behalf.kit import clock
from behalf.kit.tenancy import acting
from behalf.web.page import ActorRequest, in_hand, page
from behalf.web.shortcuts import redirect, render


@page("cases.work", methods=["POST"])
def call(request: ActorRequest, case_id: int) -> HttpResponse:
    """Write down a call about a case."""
    form = LogCall(request.POST)
    if form.does(actions.log_call, request.actor, case_id, now=clock.now(), **form.values):
        return redirect("cases:case", case_id=case_id, query={"sent": "call"})
    return case_page.show(request, case_id, form=form, doing="call")


@page("cases.open")
def call_in(request: ActorRequest) -> HttpResponse:
    """Who calls? A customer by name, domain or telephone number, or the case that is meant by its number."""
    words = forms.Find(request.GET).values.get("q", "")
    if rules.is_number(words) and (found := queries.by_number(request.actor, words)) is not None:
        return redirect("cases:case", case_id=found.id, query={"do": "call"})
    accounts = customers.callers(request.actor, words) or customers.accounts(request.actor, search=words)
    return render(request, "cases/call_in.html", {"q": words, "accounts": accounts[: customers.LIMIT]})


@page("cases.open", methods=["GET", "POST"])
def open_called(request: ActorRequest, account_id: int, form: OpenFromCall | None = None) -> HttpResponse:
    """A new case from a call that came in."""
    if request.method == "POST" and form is None:
        with acting(request.actor):
            form = OpenFromCall(request.POST, request.FILES, services=services_of(request, account_id))
        if form.does(actions.open_called, request.actor, account_id=account_id, now=clock.now(), **form.values):
            return redirect("cases:case", case_id=form.result_id)
        return open_called.show(request, account_id, form=form)
    account = customers.account(request.actor, account_id)
    in_hand(request, account, tab="cases")
    form = form or OpenFromCall(initial={"severity": "B"}, services=services_of(request, account_id))
    promised = queries.first_answers(request.actor, account_id=account_id, now=clock.now())
    context = {"account": account, "form": form, "meanings": forms.meanings(promised)}
    return render(request, "cases/open_called.html", context, status=422 if form.is_bound else 200)
