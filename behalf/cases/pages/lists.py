"""The queue of the desk, and the cases of one customer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.cases import forms, queries, rules
from behalf.cases.pages._filters import chips
from behalf.customers import queries as customers
from behalf.kit import clock, references
from behalf.web import language
from behalf.web.addresses import url
from behalf.web.context import Entry
from behalf.web.page import ActorRequest, in_hand, page
from behalf.web.shortcuts import fragment, redirect, render

FEW = 5


@page("cases.read")
def queue(request: ActorRequest) -> HttpResponse:
    """The desk's cases under the headings of when they are due, or the closed ones by when they were closed."""
    asked = forms.asked_of_queue(request.GET.urlencode())
    if words := asked.place.get("q"):
        return redirect("cases:search", query={"q": words})
    return render(request, "cases/queue.html", _queue(request, asked))


@page("cases.read")
def live(request: ActorRequest) -> HttpResponse:
    """The queue as it is by now, or 204 when it is as the page has it (``stamp``)."""
    now_shown = _queue(request, forms.asked_of_queue(request.GET.urlencode()))
    if now_shown["stamp"] == request.GET.get("stamp"):
        return HttpResponse(status=204)
    return fragment(request, "cases/queue_live.html#live", now_shown)


def _queue(request: ActorRequest, asked: forms.OfQueue) -> dict[str, Any]:
    """What the queue shows: its rows under their headings, the views with their numbers, and who is at which case."""
    now, place = clock.now(), asked.place
    offered = queries.views(request.actor)
    view = place["view"] if place.get("view") in offered else _first_view(request)
    found = queries.inbox(
        request.actor, view=view, service_id=place.get("service"), account_id=place.get("account"),
        assignee_id=place.get("assignee"), severity=place.get("severity") or "", kind=place.get("kind") or "",
        status=place.get("status") or "", affected=place.get("affected"), before=place.get("before") or "", now=now,
    )  # fmt: skip
    above, wanted = queries.tabs(request.actor, now=now), {**asked.wanted, "view": view}
    parts = _parts(request, found.rows, view, now)
    there = {row.id: above.present[row.id] for row in found.rows if row.id in above.present}
    return {
        "view": view, "views": _views(request.actor.tier, offered, above.counts, view),
        "parts": parts, "there": there, "stamp": _stamp(parts, there, above),
        "chips": chips(request, wanted, found.rows), "older": found.older, "kept": wanted,
        "saved": above.saved, "shown": next((each for each in above.saved if each.id == place.get("saved")), None),
        "picks": request.actor.may("cases.work"),
    }  # fmt: skip


@page("cases.of_account")
def of_account(request: ActorRequest, account_id: int) -> HttpResponse:
    """The cases of one customer: the open ones by what is due, or the closed ones."""
    now, place = clock.now(), forms.Place(request.GET).values
    account = customers.account(request.actor, account_id)
    in_hand(request, account)
    view = "closed" if place.get("view") == "closed" else "all"
    closed, before = view == "closed", place.get("before") or ""
    found = queries.of_account(request.actor, account_id, closed=closed, before=before, now=now)
    context = {
        "account": account, "view": view, "parts": _parts(request, found.rows, view, now), "older": found.older,
    }  # fmt: skip
    return render(request, "cases/of_account.html", context)


@page("cases.of_account")
def panel(request: ActorRequest, account_id: int) -> HttpResponse:
    """The open cases of a customer, on its overview."""
    now = clock.now()
    found = queries.of_account(request.actor, account_id, now=now)
    account = customers.account(request.actor, account_id)
    context = {"account": account, "rows": found.rows[:FEW], "more": found.rows[FEW:]}
    return fragment(request, "cases/panel.html#panel", context)


@page("cases.of_account")
def reasons(request: ActorRequest, account_id: int) -> HttpResponse:
    """The open cases of a customer that may be named as the reason for acting for it; it sees them, too."""
    account = customers.account(request.actor, account_id)
    found = queries.of_account(request.actor, account.pk, now=clock.now())
    choices = [
        (references.given(account.pk, ("case", str(row.id), row.number)), row.number, row.subject)
        for row in found.rows
        if row.is_shown
    ]
    return fragment(request, "cases/reasons.html#reasons", {"choices": choices})


def _stamp(parts: list[tuple[str, list[Any]]], there: dict[int, Any], above: queries.Tabs) -> str:
    """Another text whenever the list would show something else than the same times a little later."""
    rows = [(bucket, [(row.id, row.version) for row in rows]) for bucket, rows in parts]
    return sha256(repr((rows, there, above.counts)).encode()).hexdigest()[:16]


def _first_view(request: ActorRequest) -> str:
    """An agent begins with the own cases, who only reads with all."""
    return "mine" if request.actor.may("cases.work") else "all"


def _views(tier: str, offered: Sequence[str], numbers: dict[str, int], view: str) -> list[Entry]:
    ways = _ways(language.current(), tier)
    return [Entry(name, *ways[name], count=numbers.get(name, 0), current=name == view) for name in offered]


@cache
def _ways(code: str, tier: str) -> dict[str, tuple[str, str]]:
    """Label and address of each view on a desk of this tier, in the language that is active."""
    waiting = _("Waiting for the reseller") if tier == "operator" else _("Waiting for the customer")
    labels = {
        "mine": _("Mine"), "unassigned": _("Unassigned"), "due": _("Due today"),
        "with_operator": _("With the operator"), "waiting": waiting, "all": _("All open"),
        "closed": _("Closed"),
    }  # fmt: skip
    return {name: (label, url("cases:queue", query={"view": name})) for name, label in labels.items()}


def _parts(request: ActorRequest, rows: list[queries.Listed], view: str, now: Any) -> list[tuple[str, list[Any]]]:
    """The rows under their headings; one part without heading for the closed ones."""
    if view == "closed":
        return [("", rows)] if rows else []
    midnight = rules.midnight(now.astimezone(ZoneInfo(request.actor.zone)))
    return [
        (bucket, list(part))
        for bucket, part in groupby(rows, lambda row: rules.bucket(row.due_at, now=now, midnight=midnight))
    ]
