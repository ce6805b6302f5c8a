"""Working time: booked and corrected on a case; added up for a month, with what is behind each sum, and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.http.response import StreamingHttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from behalf.cases import actions, queries
from behalf.cases.models import Activity
from behalf.cases.pages._talk_forms import AskedTime, BookTime, CorrectTime
from behalf.catalog import queries as catalog
from behalf.kit import clock
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from behalf.web.addresses import url
from behalf.web.context import Entry
from behalf.web.page import ActorRequest, in_hand, page
from behalf.web.shortcuts import redirect, render
from behalf.web.spreadsheet import Line, csv_file

CHUNK = 1000
BOTH = ("GET", "POST")


@page("cases.work", methods=BOTH)
def of_case(request: ActorRequest, case_id: int, form: BookTime | None = None) -> HttpResponse:
    """What was booked on a case, and a form for more."""
    if request.method == "POST" and form is None:
        form = BookTime(request.POST)
        if form.does(actions.book_time, request.actor, case_id, now=clock.now(), **form.values):
            return redirect("cases:time", case_id=case_id)
        return of_case.show(request, case_id, form=form)
    rows = queries.booked(request.actor, case_id)
    context = _on(request, case_id) | {
        "rows": rows, "total": sum(row.minutes for row in rows), "labels": dict(Activity.choices),
        "taken_back": {row.counters for row in rows}, "form": form or BookTime(),
    }  # fmt: skip
    return render(request, "cases/time.html", context, status=422 if form else 200)


@page("cases.work", methods=BOTH)
def correct(request: ActorRequest, case_id: int, entry_id: int, form: CorrectTime | None = None) -> HttpResponse:
    """Take an entry back, for a reason."""
    if request.method == "POST" and form is None:
        form = CorrectTime(request.POST)
        if form.does(actions.correct_time, request.actor, case_id, entry_id, now=clock.now(), **form.values):
            return redirect("cases:time", case_id=case_id)
        return correct.show(request, case_id, entry_id, form=form)
    context = _on(request, case_id)
    row = queries.booked_entry(request.actor, case_id, entry_id)
    context |= {"row": row, "labels": dict(Activity.choices), "form": form or CorrectTime()}
    return render(request, "cases/time_correct.html", context, status=422 if form else 200)


def _on(request: ActorRequest, case_id: int) -> dict[str, Any]:
    found = queries.case(request.actor, case_id)
    if found.account is not None:
        in_hand(request, found.account, tab="cases")
    return {"case": found, "base": "web/customer.html" if found.account is not None else "web/shell.html"}


# --- The sums --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """The sums that an address asks for."""

    month: str
    part: str
    since: date
    until: date

    @property
    def query(self) -> dict[str, Any]:
        """For links to the same sums."""
        return {"month": self.month, "part": self.part}


@page("cases.reports")
def report(request: ActorRequest) -> HttpResponse:
    """What was worked in a month, seen by customer, agent, service or activity."""
    asked, given = _asked(request), AskedTime(request.GET).values
    after = _after(given.get("after") or "")
    found = queries.worked(request.actor, since=asked.since, until=asked.until, part=asked.part, after=after)
    lines, names = found[: queries.TIME_LIMIT], _names(request.actor, asked.part)
    context = {
        "asked": asked, "lines": [(line, names.get(line.key) or line.label or _("Nobody's")) for line in lines],
        "total": queries.worked_in_all(request.actor, since=asked.since, until=asked.until),
        "older": _older(asked, lines[-1]) if len(found) > len(lines) else None,
        "tabs": _tabs(asked), "before": _near(asked, -1), "next": _near(asked, 1),
    }  # fmt: skip
    return render(request, "cases/time_report.html", context)


@page("cases.reports")
def behind(request: ActorRequest) -> HttpResponse:
    """The entries behind a sum."""
    asked, given = _asked(request), AskedTime(request.GET).values
    key = given.get("key") if "key" in request.GET else None
    found = queries.entries(
        request.actor, since=asked.since, until=asked.until, part=asked.part, key=key,
        before=_before(given.get("before") or ""),
    )  # fmt: skip
    rows = found[: queries.TIME_LIMIT]
    kept = asked.query | ({"key": key} if key is not None else {})
    last = rows[-1] if len(found) > len(rows) else None
    older = url("cases:time_behind", query={**kept, "before": f"{last.day}_{last.id}"}) if last else None
    context = {"rows": rows, "asked": asked, "older": older, "labels": dict(Activity.choices)}
    return render(request, "cases/time_behind.html", context)


@page("cases.reports")
def file(request: ActorRequest) -> StreamingHttpResponse:
    """Every entry of the month, as CSV: each with its customer, agent and service."""
    asked = _asked(request)
    return csv_file(f"working-time-{asked.month}", _lines(request.actor, asked))


def _lines(actor: Actor, asked: Asked) -> Iterator[Line]:
    before: tuple[date, int] | None = None
    with translation.override(actor.language), acting(actor):
        services = catalog.service_names(actor)
        yield [
            _("Month"), _("Day"), _("Customer"), _("Case"), _("Service"), _("Agent"), _("What it went into"),
            _("Minutes"), _("What was done"), _("Takes back"), _("Why"),
        ]  # fmt: skip
    while True:
        with translation.override(actor.language), acting(actor):
            found = queries.entries(actor, since=asked.since, until=asked.until, before=before, limit=CHUNK)
            made = [_line(asked, row, services) for row in found[:CHUNK]]
        yield from made
        if len(found) <= CHUNK:
            return
        before = (found[CHUNK - 1].day, found[CHUNK - 1].id)


def _line(asked: Asked, row: queries.Booked, services: Any) -> Line:
    activity = str(Activity(row.activity).label) if row.activity else ""
    return [
        asked.month, row.day.isoformat(), row.company, row.number, services.get(row.service_id, ""), row.agent_name,
        activity, row.minutes, row.note, row.counters, row.why,
    ]  # fmt: skip


def _asked(request: ActorRequest) -> Asked:
    given = AskedTime(request.GET).values
    today = clock.now().astimezone(ZoneInfo(request.actor.zone)).date()
    month = given.get("month") or f"{today:%Y-%m}"
    since = date.fromisoformat(f"{month}-01")
    return Asked(month, given.get("part") or "customer", since, _month_after(since) - timedelta(days=1))


def _month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _older(asked: Asked, last: queries.Worked) -> str:
    return url("cases:time_report", query={**asked.query, "after": f"{last.minutes}_{last.key}"})


def _near(asked: Asked, way: int) -> str:
    other = asked.since - timedelta(days=1) if way < 0 else _month_after(asked.since)
    return url("cases:time_report", query={**asked.query, "month": f"{other:%Y-%m}"})


def _tabs(asked: Asked) -> list[Entry]:
    labels = {
        "customer": _("By customer"), "agent": _("By agent"), "service": _("By service"),
        "activity": _("By what it went into"),
    }  # fmt: skip
    return [
        Entry(part, label, url("cases:time_report", query={**asked.query, "part": part}), current=part == asked.part)
        for part, label in labels.items()
    ]


def _names(actor: Actor, part: str) -> dict[str, str]:
    """What the keys are called, where the rows do not say it."""
    if part == "service":
        return {"": _("None in particular")} | {str(each.id): each.name for each in catalog.services(actor)}
    if part == "activity":
        return {"": _("Not said")} | {value: str(label) for value, label in Activity.choices}
    return {}


def _after(text: str) -> tuple[int, str] | None:
    """The place that a key names; one that is not ours names the beginning."""
    minutes, line, key = text.partition("_")
    fits = line and minutes.removeprefix("-").isdecimal() and len(minutes) < 10 and len(key) < 19
    return (int(minutes), key) if fits else None


def _before(text: str) -> tuple[date, int] | None:
    day, _line, pk = text.partition("_")
    try:
        return (date.fromisoformat(day), int(pk)) if pk.isdecimal() and len(pk) < 19 else None
    except ValueError:
        return None
