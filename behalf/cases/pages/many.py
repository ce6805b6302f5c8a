"""Many cases at once: filters, views kept under a name, and the same act on what was picked, previewed first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.cases import actions, blocks, forms, queries
from behalf.cases.models import Severity
from behalf.cases.pages._filters import at, groups
from behalf.cases.pages._people import people
from behalf.customers import queries as customers
from behalf.kit import clock
from behalf.kit.tenancy import acting
from behalf.web.forms import Form
from behalf.web.page import ActorRequest, page, say
from behalf.web.shortcuts import redirect, render, see

FOUND = 10


@page("cases.read")
def filters(request: ActorRequest) -> HttpResponse:
    """What the queue can be filtered by: every value is a link."""
    place = forms.Place(request.GET)
    wanted, words = place.wanted, forms.Find({"q": request.GET.get("customer", "")}).values.get("q", "")
    named: Sequence[Any] = ()
    if words and request.actor.may("customers.read"):
        named = customers.accounts(request.actor, search=words)[:FOUND]
    context = {
        "groups": groups(request, wanted, people(request)), "wanted": wanted, "back": at(wanted), "words": words,
        "accounts": [(each.company, at({**wanted, "account": each.pk})) for each in named],
    }  # fmt: skip
    return render(request, "cases/filters.html", context)


@page("cases.work", methods=["POST"])
def save_view(request: ActorRequest) -> HttpResponse:
    """Keep the filters that are on under a name."""
    form = forms.SaveView(request.POST)
    given = form.values
    saved = form.does(
        actions.save_view, request.actor, name=given.get("name", ""), wanted=form.wanted,
        shared=given.get("shared", False), now=clock.now(),
    )  # fmt: skip
    if not saved:
        say(request, _("Give the view a name."))
    return see(at({**form.wanted, "saved": form.result_id}))


@page("cases.work", methods=["POST"])
def drop_view(request: ActorRequest, view_id: int) -> HttpResponse:
    """Remove a view that was kept."""
    actions.drop_view(request.actor, view_id, now=clock.now())
    say(request, _("The view is removed."))
    return redirect("cases:queue")


@page("cases.work", methods=["GET", "POST"])
def bulk(request: ActorRequest, form: Form | None = None) -> HttpResponse:
    """One act on the cases that were picked: what it will do, then, by POST, what came of it for each."""
    if request.method == "POST" and form is None:
        return _done(request)
    picked = forms.Chosen(request.GET if request.method == "GET" else request.POST).values
    rows = queries.chosen(request.actor, picked.get("case") or ())
    act = picked.get("act") or "assign"
    form = form or _form(request, act, rows)
    context = {"rows": rows, "act": act, "form": form, "meanings": forms.MEANINGS, "variables": blocks.VARIABLES}
    return render(request, "cases/bulk.html", context, status=422 if form.is_bound else 200)


def _done(request: ActorRequest) -> HttpResponse:
    picked = forms.Chosen(request.POST).values
    act, actor = picked.get("act") or "assign", request.actor
    with acting(actor):
        rows = queries.chosen(actor, picked.get("case") or ())
        form = _form(request, act, rows, request.POST)
    if not form.does(ACTS[act], actor, [row.id for row in rows], now=clock.now(), **form.values):
        return bulk.show(request, form=form)
    if form.result is None:
        say(request, _("This was done already."))
        return redirect("cases:queue")
    return _results.show(request, rows, act, form.result)


@page("cases.work")
def _results(
    request: ActorRequest, rows: list[queries.Listed], act: str, results: list[actions.Result]
) -> HttpResponse:
    known = {row.id: row for row in rows}
    lines = [(known[each.case_id], each) for each in results]
    context = {
        "lines": lines, "act": act, "failed": sum(1 for each in results if each.refused),
        "batch": next((each.batch for each in results if each.batch), ""),
    }  # fmt: skip
    return render(request, "cases/bulk_done.html", context)


ACTS: dict[str, Callable[..., Any]] = {
    "take": actions.take_all,
    "assign": actions.assign_all,
    "severity": actions.set_severity_all,
    "reply": actions.reply_all,
    "follow": actions.follow_all,
    "remind": actions.remind_all,
    "close": actions.close_all,
    "reopen": actions.reopen_all,
    "merge": actions.merge_all,
}


def _form(request: ActorRequest, act: str, rows: list[queries.Listed], *data: Any) -> Form:
    match act:
        case "take":
            return Form(*data)
        case "severity":
            return forms.ChangeSeverity(*data, initial={"severity": Severity.B})
        case "reply":
            return forms.ReplyAll(*data, blocks=queries.text_blocks(request.actor))
        case "follow":
            return forms.FollowAll(*data)
        case "remind":
            return forms.Remind(*data)
        case "close" | "reopen":
            return forms.Because(*data)
        case "merge":
            return forms.MergeAll(*data, offered=[(row.id, f"{row.number} {row.subject}") for row in rows])
        case _:
            return forms.Assign(*data, people=people(request))
