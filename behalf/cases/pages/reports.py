"""How promises were kept: chart, table, the cases behind each number, and the same as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.http import HttpResponse
from django.http.response import StreamingHttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from behalf.cases import forms, queries
from behalf.cases.models import Promise
from behalf.cases.pages._asked import Asked, names
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from behalf.web.addresses import url
from behalf.web.context import Entry
from behalf.web.page import ActorRequest, page
from behalf.web.shortcuts import render
from behalf.web.spreadsheet import csv_file

BEHIND = 50  # cases of a page
AT = "cases:reports"


@page("cases.reports")
def reports(request: ActorRequest) -> HttpResponse:
    """What was kept and broken, by day and by one side."""
    asked = Asked.of(request, AT)
    found = _report(request.actor, asked)
    most = max((each.all for _day, each in found.days), default=0)
    context = {
        "report": found, "asked": asked, "tabs": asked.parts, "spans": asked.spans, "promises": _promises(asked),
        "most": most or 1, "bars": [(kind, found.hands[kind]) for kind in ("us", "oper", "cust", "off")],
    }  # fmt: skip
    return render(request, "cases/reports.html", context)


@page("cases.reports")
def behind(request: ActorRequest) -> HttpResponse:
    """The cases behind a number."""
    asked, given = Asked.of(request, AT), forms.Asked(request.GET).values
    if given.get("on"):
        asked = replace(asked, since=given["on"], until=given["on"])
    outcome, key = given.get("outcome") or "", given.get("key") if "key" in request.GET else None
    found = queries.behind(
        request.actor, since=asked.since, until=asked.until, part=asked.part, key=key, promise=asked.promise,
        outcome=outcome, before=_before(given.get("before") or ""), limit=BEHIND,
    )  # fmt: skip
    shown, last = found[:BEHIND], found[BEHIND - 1] if len(found) > BEHIND else None
    kept = {**asked.query, "outcome": outcome, "on": given.get("on")} | ({"key": key} if key is not None else {})
    older = url("cases:behind", query={**kept, "before": f"{last.day}_{last.id}"}) if last else None
    context = {"rows": shown, "asked": asked, "older": older, "labels": dict(Promise.choices), "outcome": outcome}
    return render(request, "cases/behind.html", context)


@page("cases.reports")
def file(request: ActorRequest) -> StreamingHttpResponse:
    """The table of the report, as CSV."""
    asked = Asked.of(request, AT)
    return csv_file(f"promises-{asked.part}-{asked.since}-{asked.until}", _rows(request.actor, asked))


def _rows(actor: Actor, asked: Asked) -> Iterator[list[object]]:
    with translation.override(actor.language), acting(actor):
        found = _report(actor, asked)
        head: list[object] = [_("What"), _("Met"), _("Missed"), _("In all"), _("Met, percent")]
    yield head
    for line in found.lines:
        yield [line.label, line.met, line.missed, line.all, round(line.percent or 0, 1)]


def _report(actor: Actor, asked: Asked) -> queries.Report:
    found = queries.report(actor, since=asked.since, until=asked.until, part=asked.part, promise=asked.promise)
    called = names(actor, asked.part)
    named = [replace(line, label=called.get(line.key) or line.label or _("Nobody's")) for line in found.lines]
    return replace(found, lines=named)


def _promises(asked: Asked) -> list[Entry]:
    known = [("", _("Every promise")), *Promise.choices]
    return [asked.with_other("promise", value, str(label)) for value, label in known]


def _before(text: str) -> tuple[date, int] | None:
    """The place that a key names; one that is not ours names the beginning."""
    day, _line, pk = text.partition("_")
    try:
        return (date.fromisoformat(day), int(pk)) if pk.isdecimal() and len(pk) < 19 else None
    except ValueError:
        return None
