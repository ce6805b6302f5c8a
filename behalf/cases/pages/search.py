"""The page of the search: what stands in the cases of the desk, as one types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from behalf.cases import forms, queries, rules
from behalf.cases.search.asked import Fault
from behalf.kit import clock
from behalf.kit.actor import Actor
from behalf.web.addresses import url
from behalf.web.page import ActorRequest, page
from behalf.web.shortcuts import fragment, redirect, render

WEEK, QUARTER = timedelta(days=7), timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter as a link: it adds itself to the question or, when it is in it, leaves it."""

    label: str
    url: str
    active: bool


@page("cases.read")
def search(request: ActorRequest) -> HttpResponse:
    """What the words found; the number of a case leads to it; as one types only the part below the box."""
    asked = forms.Search(request.GET).values
    text, typing = asked.get("q") or "", bool(request.htmx and asked.get("typing"))
    named = queries.by_number(request.actor, text) if rules.is_number(text) and not typing else None
    if named is not None:
        return redirect("cases:case", case_id=named.id)
    before = asked.get("before") or ""
    found = queries.search(request.actor, text, typing=typing, before=before)
    context = {
        "q": text.strip(), "found": found, "faults": _faults(found), "paged": bool(before), "looser": _looser(found),
        "chips": _chips(request.actor, found),
    }  # fmt: skip
    if not request.htmx:
        return render(request, "cases/search.html", context)
    answer = fragment(request, "cases/search.html#found", context)
    answer["HX-Replace-Url"] = url("cases:search", query={"q": text.strip()})
    return answer


def _chips(actor: Actor, found: queries.Found) -> list[Chip]:
    """The filters most asked for, and every other one that the question has."""
    today = clock.now().astimezone(ZoneInfo(actor.zone)).date()
    week, quarter = str(today - WEEK), str(today - QUARTER)
    offered = {
        "is:open": (_("Open"), pgettext("search", "is:open")),
        "is:closed": (_("Closed"), pgettext("search", "is:closed")),
        "is:mine": (_("Mine"), pgettext("search", "is:mine")),
        "is:unassigned": (_("Unassigned"), pgettext("search", "is:unassigned")),
        "severity:A": (_("Severity A"), pgettext("search", "severity:A")),
        "has:attachment": (_("With attachment"), pgettext("search", "has:attachment")),
        f"after:{week}": (_("Last 7 days"), pgettext("search", "after:%(day)s") % {"day": week}),
        f"after:{quarter}": (_("Last 90 days"), pgettext("search", "after:%(day)s") % {"day": quarter}),
    }
    there = {f"{each.name}:{each.value}": each.typed for each in found.asked.filters}
    shown = offered | {key: (typed, typed) for key, typed in there.items() if key not in offered}
    return [
        Chip(label, url("cases:search", query={"q": _changed(found, there.get(key), typed)}), key in there)
        for key, (label, typed) in shown.items()
        if key in there or not _excluded(key, set(there))
    ]


def _changed(found: queries.Found, present: str | None, typed: str) -> str:
    """The question with this filter, or without it when it has it."""
    return found.asked.without(present) if present else f"{found.asked.text} {typed}".strip()


def _excluded(key: str, there: set[str]) -> bool:
    """Whether a filter makes no sense beside one that is there."""
    name = key.partition(":")[0]
    either = ({"is:open", "is:closed"}, {"is:mine", "is:unassigned"})
    if any(key in pair and there & pair for pair in either):
        return True
    return name in ("severity", "after") and any(each.startswith(f"{name}:") for each in there)


def _looser(found: queries.Found) -> list[tuple[str, str]]:
    """Where nothing was found: the same with less asked, as (label, address)."""
    asked = found.asked
    if found.count or asked.is_empty:
        return []
    ways: list[tuple[str, str]] = []
    if asked.filters and asked.terms:
        words = asked.text
        for each in asked.filters:
            words = words.replace(each.typed, " ", 1)
        ways.append((_("Without filters"), " ".join(words.split())))
    last = asked.terms[-1] if asked.terms else None
    if last and not last.quoted and not last.begins and asked.text.endswith(last.text) and last.text.isascii():
        ways.append((_("Words that begin with %(word)s") % {"word": last.text}, f"{asked.text}*"))
    if any(term.quoted for term in asked.terms):
        ways.append((_("The words apart"), asked.text.replace('"', " ").strip()))
    return [(label, url("cases:search", query={"q": words})) for label, words in ways]


def _faults(found: queries.Found) -> list[str]:
    """What was not understood, in sentences that say what is possible."""
    return [_sentence(fault) for fault in found.asked.faults]


def _sentence(fault: Fault) -> str:
    if fault.kind == "many":
        return _("Only the first %(count)s words are looked for.") % {"count": fault.value}
    if fault.kind == "unknown":
        return _(
            "“%(name)s:” is no filter, so its words are looked for. Filters: is, customer, service, severity, "
            "assignee, from, has, before, after."
        ) % {"name": fault.name}
    days = "2026-10-31, 2026-10, 2026"
    takes = {
        "is": pgettext("search", "open, closed, mine, unassigned"), "severity": "A, B, C",
        "has": pgettext("search", "attachment"), "before": days, "after": days, "customer": _("a part of its name"),
        "service": _("a word of its name"), "assignee": _("me, or a part of the name"),
        "from": _("a part of the name or address"),
    }[fault.name]  # fmt: skip
    return _("“%(typed)s” is left out. What it takes: %(takes)s.") % {"typed": fault.typed, "takes": takes}
