"""Cases that hang together: merging and undoing it, splitting, naming related cases, parents and children."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from behalf.cases import actions, forms, queries
from behalf.cases.models import Case
from behalf.cases.pages.case import case as case_page
from behalf.catalog import queries as catalog
from behalf.kit import clock
from behalf.kit.tenancy import acting
from behalf.web.page import ActorRequest, in_hand, page, say
from behalf.web.shortcuts import redirect, render

BOTH = ("GET", "POST")
SHOWN = 160  # letters of a message, enough to know it
OFFERED = 12


@page("cases.work", methods=BOTH)
def merge(request: ActorRequest, case_id: int, form: forms.Merge | None = None) -> HttpResponse:
    """Into which other case of the same customer this one goes."""
    if request.method == "POST" and form is None:
        with acting(request.actor):
            form = forms.Merge(request.POST, offered=_offered(request, queries.case(request.actor, case_id)))
            into = form.values.get("into_id") or _numbered(request, form)
        if _chosen(form, into) and form.does(actions.merge, request.actor, case_id, into_id=into or 0, now=clock.now()):
            return redirect("cases:case", case_id=into)
        return merge.show(request, case_id, form=form)
    found = _on(request, case_id)
    form = form or forms.Merge(offered=_offered(request, found), initial={"into_id": request.GET.get("into")})
    context = {"base": _base(found), "case": found, "form": form}
    return render(request, "cases/merge.html", context, status=422 if form.is_bound else 200)


@page("cases.work", methods=["POST"])
def unmerge(request: ActorRequest, case_id: int) -> HttpResponse:
    """Undo it: the case goes on by itself."""
    actions.unmerge(request.actor, case_id, now=clock.now())
    say(request, _("The merge is undone."))
    return redirect("cases:case", case_id=case_id)


@page("cases.work", methods=BOTH)
def split(request: ActorRequest, case_id: int, form: forms.Split | None = None) -> HttpResponse:
    """What belongs to another problem goes into a case of its own."""
    if request.method == "POST" and form is None:
        with acting(request.actor):
            form = forms.Split(request.POST, services=_services(request), said=_said(request, case_id))
        if form.does(actions.split, request.actor, case_id, now=clock.now(), **form.values):
            return redirect("cases:case", case_id=form.result_id)
        return split.show(request, case_id, form=form)
    found = _on(request, case_id)
    known = {"kind": found.kind, "severity": found.severity, "service_id": found.service_id}
    form = form or forms.Split(initial=known, services=_services(request), said=_said(request, case_id))
    context = {"base": _base(found), "case": found, "form": form, "meanings": forms.MEANINGS}
    return render(request, "cases/split.html", context, status=422 if form.is_bound else 200)


@page("cases.work", methods=["POST"])
def tie(request: ActorRequest, case_id: int) -> HttpResponse:
    """Name a related case, a child or the parent."""
    form = forms.Tie(request.POST)
    with acting(request.actor):
        other = _numbered(request, form)
    if _chosen(form, other) and _tied(request, form, case_id, other or 0, now=clock.now()):
        return redirect("cases:case", case_id=case_id)
    return case_page.show(request, case_id, form=form, doing="tie")


@page("cases.work", methods=["POST"])
def untie(request: ActorRequest, case_id: int, other_id: int) -> HttpResponse:
    """They have nothing to do with each other after all."""
    actions.untie(request.actor, case_id, other_id=other_id, now=clock.now())
    return redirect("cases:case", case_id=case_id)


def _tied(request: ActorRequest, form: forms.Tie, case_id: int, other: int, *, now: datetime) -> bool:
    match form.values.get("how"):
        case "child":
            return form.does(actions.adopt, request.actor, case_id, child_id=other, now=now)
        case "parent":
            return form.does(actions.adopt, request.actor, other, child_id=case_id, now=now)
        case _:
            return form.does(actions.relate, request.actor, case_id, other_id=other, now=now)


def _numbered(request: ActorRequest, form: forms.Merge | forms.Tie) -> int | None:
    number = form.values.get("number")
    found = queries.by_number(request.actor, number) if number else None
    return found.id if found else None


def _chosen(form: forms.Merge | forms.Tie, other: int | None) -> bool:
    """Whether a case was named that there is."""
    if form.is_valid() and other is None:
        form.add_error("number", _("There is no case with this number."))
    return form.is_valid()


def _on(request: ActorRequest, case_id: int) -> Case:
    found = queries.case(request.actor, case_id)
    if found.account is not None:
        in_hand(request, found.account, tab="cases")
    return found


def _base(found: Case) -> str:
    return "web/customer.html" if found.account is not None else "web/shell.html"


def _offered(request: ActorRequest, found: Case) -> list[tuple[int, str]]:
    """Open cases of the same customer, the likest first."""
    near = queries.around(request.actor, found.pk, now=clock.now())
    likely = near.alike(found.subject)
    others = [each for each in near.those("beside") if each.is_open and each not in likely]
    return [(each.id, f"{each.number} {each.subject}") for each in [*likely, *others[::-1]][:OFFERED]]


def _services(request: ActorRequest) -> list[tuple[int, str]]:
    names = catalog.service_names(request.actor)
    return sorted(((key, name) for key, name in names.items() if isinstance(key, int)), key=lambda each: each[1])


def _said(request: ActorRequest, case_id: int) -> list[tuple[int, str]]:
    """What was said on the case itself, short enough to be known again."""
    said = [entry for entry in queries.thread(request.actor, case_id) if not entry.is_event and not entry.came_from]
    return [(entry.id, f"{entry.name}: {Truncator(entry.body).chars(SHOWN)}") for entry in said]
