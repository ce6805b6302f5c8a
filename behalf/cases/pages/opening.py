"""Opening a case: for a customer, or from the menu by finding the customer first."""

from __future__ import annotations

from django.http import HttpResponse

from behalf.cases import actions, forms, queries
from behalf.customers import queries as customers
from behalf.kit import clock
from behalf.kit.tenancy import acting
from behalf.subscriptions import queries as subscriptions
from behalf.web.page import ActorRequest, in_hand, page
from behalf.web.shortcuts import redirect, render


@page("cases.open")
def find_customer(request: ActorRequest) -> HttpResponse:
    """For whom? Companies and domains by any part, the latest customers first."""
    words = forms.Find(request.GET).values.get("q", "")
    found = customers.accounts(request.actor, search=words)[: customers.LIMIT]
    return render(request, "cases/find_customer.html", {"q": words, "accounts": found})


@page("cases.open", methods=["GET", "POST"])
def open_for(request: ActorRequest, account_id: int, form: forms.OpenForCustomer | None = None) -> HttpResponse:
    """A new case of a customer."""
    if request.method == "POST" and form is None:
        form = _form(request, account_id)
        if form.does(actions.open, request.actor, account_id=account_id, now=clock.now(), **form.values):
            return redirect("cases:case", case_id=form.result_id, query={"sent": "open"})
        return open_for.show(request, account_id, form=form)
    account = customers.account(request.actor, account_id)
    in_hand(request, account)
    known = {"channel": "phone", "severity": "B", "service_id": request.GET.get("service")}
    form = form or forms.OpenForCustomer(initial=known, services=services_of(request, account_id))
    promised = queries.first_answers(request.actor, account_id=account_id, now=clock.now())
    context = {"account": account, "form": form, "meanings": forms.meanings(promised)}
    return render(request, "cases/open.html", context, status=422 if form.is_bound else 200)


def _form(request: ActorRequest, account_id: int) -> forms.OpenForCustomer:
    with acting(request.actor):
        services = services_of(request, account_id)
    return forms.OpenForCustomer(request.POST, request.FILES, services=services)


def services_of(request: ActorRequest, account_id: int) -> list[tuple[int, str]]:
    """The services that a customer has, to choose from."""
    return [(each.service_id, each.name) for each in subscriptions.services_of(request.actor, account_id)]
