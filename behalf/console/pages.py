"""The overview, the palette and the journal."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from behalf.audit import queries as audit
from behalf.console import forms, places
from behalf.console import journal as journal_file
from behalf.console import overview as overview_of
from behalf.customers import queries as customers
from behalf.identity import queries as identity
from behalf.kit import clock
from behalf.web import context as frame
from behalf.web.page import ActorRequest, page
from behalf.web.shortcuts import fragment, redirect, render
from behalf.web.spreadsheet import csv_file


@page("console.overview")
def overview(request: ActorRequest) -> HttpResponse:
    """What needs this person now; a customer's people find theirs in the portal."""
    actor = request.actor
    if actor.tier == "customer":
        return redirect("portal:overview")
    now = clock.now()
    found = overview_of.of(actor, now=now)
    admins = [] if found.has_work else identity.colleagues(actor, role="global_admin")
    return render(request, "console/overview.html", {"overview": found, "present": now, "admins": admins})


@page("console.overview")
def palette(request: ActorRequest) -> HttpResponse:
    """Where one can jump to: as options for the dialog, or as a page of links without a script."""
    words = forms.Words(request.GET).values.get("q", "")
    groups = places.found(request.actor, words, menu=frame.page(request)["menu"])
    if request.htmx:
        return fragment(request, "console/options.html#options", {"groups": groups})
    return render(request, "console/palette.html", {"groups": groups, "q": words})


@page("audit.read")
def journal(request: ActorRequest) -> HttpResponse:
    """The organization's journal, filtered by what the address says."""
    form = forms.JournalFilter(request.GET)
    chosen, before = form.chosen(), form.values.get("before")
    found = audit.entries(request.actor, **form.wanted(request.actor.zone), before=before)
    entries = found[: audit.LIMIT]
    wanted = {entry.customer_id for entry in entries if entry.customer_id} | {chosen["customer"]} - {None}
    context = {
        "entries": entries,
        "older": entries[-1].id if len(found) > len(entries) else None,
        "paged": before is not None,
        "chosen": chosen,
        "kinds": sorted(audit.kinds(request.actor).items(), key=lambda kind: kind[1]),
        "people": _people(request, entries, chosen["person"]),
        "names": customers.names_of(request.actor, wanted),
    }
    return render(request, "console/journal.html", context)


@page("audit.read")
def journal_csv(request: ActorRequest) -> StreamingHttpResponse:
    """The same entries as a file."""
    wanted = forms.JournalFilter(request.GET).wanted(request.actor.zone)
    return csv_file(_("journal"), journal_file.lines(request.actor, wanted))


def _people(request: ActorRequest, entries: list[audit.JournalEntry], chosen: int | None) -> list[tuple[int, str]]:
    """Whom the filter offers: the colleagues, and the chosen person also after leaving."""
    known = {entry.person_id: entry.person_name for entry in entries if entry.person_id == chosen}
    known.update({each.person_id: each.name for each in identity.colleagues(request.actor)})
    return [(pk, name) for pk, name in known.items() if pk is not None]
