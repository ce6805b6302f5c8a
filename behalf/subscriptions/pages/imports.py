"""Files to import: hand one in, see what it would do, let it do so."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.kit import clock
from behalf.subscriptions import actions, forms, queries, rules, tables
from behalf.web import asked
from behalf.web.page import ActorRequest, page, say
from behalf.web.shortcuts import fragment, redirect, render


@page("imports.use", methods=("GET", "POST"))
def imports(request: ActorRequest, form: forms.Upload | None = None) -> HttpResponse:
    """Hand in a file; the files so far."""
    kinds = rules.kinds_to_import(request.actor.may)
    if request.method == "POST" and form is None:
        form = forms.Upload(request.POST, request.FILES, kinds=kinds)
        if form.is_valid():
            file, kind = form.values["file"], form.values["kind"]
            if form.does(actions.receive, request.actor, kind=kind, name=file.name, raw=file.read(), now=clock.now()):
                return redirect("subscriptions:import_file", import_id=form.result)
        return imports.show(request, form=form)
    context = {
        "form": form or forms.Upload(kinds=kinds),
        "files": queries.imports(request.actor),
        "kinds": forms.KINDS,
        "columns_of": {kind: tables.headers(kind) for kind in kinds},
    }
    return render(request, "subscriptions/imports.html", context, status=422 if form else 200)


@page("imports.use")
def import_file(request: ActorRequest, import_id: int) -> HttpResponse:
    """One file: what each of its lines would do, or did; htmx asks for the part that still moves."""
    outcome, after = asked.words(request, "outcome"), asked.key(request, "after")
    shown = queries.lines(request.actor, import_id, outcome=outcome, after=after or 0)
    context = {
        "file": queries.import_file(request.actor, import_id),
        "lines": shown[: queries.PAGE],
        "further": shown[queries.PAGE - 1].number if len(shown) > queries.PAGE else None,
        "outcome": outcome,
        "paged": after is not None,
        "kinds": forms.KINDS,
    }
    if request.htmx:
        return fragment(request, "subscriptions/import_file.html#result", context)
    return render(request, "subscriptions/import_file.html", context)


@page("imports.use", methods=["POST"])
def start(request: ActorRequest, import_id: int) -> HttpResponse:
    """Let the file do what the dry run showed."""
    actions.start(request.actor, import_id, now=clock.now())
    say(request, _("The import runs. You may leave this page."))
    return redirect("subscriptions:import_file", import_id=import_id)
