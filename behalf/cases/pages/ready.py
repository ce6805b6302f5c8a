"""What the desk keeps ready: text blocks and macros, checklists; and how they are used on a case."""

from __future__ import annotations

from django.http import HttpResponse

from behalf.cases import actions, blocks, forms, queries
from behalf.cases.models import Kind
from behalf.cases.pages._people import people
from behalf.cases.pages.case import case as case_page
from behalf.kit import clock
from behalf.web.page import ActorRequest, page
from behalf.web.shortcuts import fragment, redirect, render

BOTH = ("GET", "POST")


@page("cases.work", methods=BOTH)
def text_blocks(request: ActorRequest, form: forms.Block | None = None) -> HttpResponse:
    """The desk's text blocks and macros, with a form for another; one that is named comes back to be changed."""
    if request.method == "POST" and form is None:
        form = forms.Block(request.POST)
        if form.does(actions.keep_block, request.actor, now=clock.now(), **form.values):
            return redirect("cases:text_blocks")
        return text_blocks.show(request, form=form)
    rows, asked = queries.text_blocks(request.actor), request.GET.get("block", "")
    known = next((row for row in rows if str(row.pk) == asked), None)
    form = form or forms.Block(initial=forms.Block.of(known))
    context = {"rows": rows, "form": form, "variables": blocks.VARIABLES, "known": known}
    return render(request, "cases/text_blocks.html", context, status=422 if form.is_bound else 200)


@page("cases.work", methods=["POST"])
def drop_block(request: ActorRequest, block_id: int) -> HttpResponse:
    """Remove a text block."""
    actions.drop_block(request.actor, block_id, now=clock.now())
    return redirect("cases:text_blocks")


@page("cases.work", methods=BOTH)
def checklists(request: ActorRequest, form: forms.Check | None = None) -> HttpResponse:
    """The steps that the desk wants on every case of a kind."""
    if request.method == "POST" and form is None:
        form = forms.Check(request.POST)
        if form.does(actions.keep_check, request.actor, now=clock.now(), **form.values):
            return redirect("cases:checklists")
        return checklists.show(request, form=form)
    rows = queries.checklists(request.actor)
    lists = [(kind.label, [row for row in rows if row.kind == kind]) for kind in Kind]
    form = form or forms.Check()
    context = {"lists": [each for each in lists if each[1]], "form": form}
    return render(request, "cases/checklists.html", context, status=422 if form.is_bound else 200)


@page("cases.work", methods=["POST"])
def drop_check(request: ActorRequest, item_id: int) -> HttpResponse:
    """Want a step no more."""
    actions.drop_check(request.actor, item_id, now=clock.now())
    return redirect("cases:checklists")


@page("cases.work")
def pick(request: ActorRequest, case_id: int) -> HttpResponse:
    """The text blocks for one case, their places filled; loaded when somebody asks for them."""
    case = queries.case(request.actor, case_id)
    ready = queries.ready_for(request.actor, case_id, language=case.contact_language)
    return fragment(request, "cases/pick.html#blocks", {"case": case, "ready": ready})


@page("cases.work")
def colleagues(request: ActorRequest, case_id: int) -> HttpResponse:
    """Whom a note can name: colleagues of this desk alone."""
    case = queries.case(request.actor, case_id)
    return fragment(request, "cases/pick.html#people", {"case": case, "people": people(request)})


@page("cases.work", methods=["POST"])
def check(request: ActorRequest, case_id: int, item_id: int) -> HttpResponse:
    """A step was taken, or was not after all."""
    done = request.POST.get("done") == "yes"
    actions.check(request.actor, case_id, item_id=item_id, done=done, now=clock.now())
    return redirect("cases:case", case_id=case_id)


@page("cases.work", methods=["POST"])
def tag(request: ActorRequest, case_id: int) -> HttpResponse:
    """Put a word on the case, or take it off."""
    form = forms.Tag(request.POST)
    given = form.values
    act = actions.remove_tag if given.get("off") else actions.add_tag
    if form.does(act, request.actor, case_id, tag=given.get("tag", ""), now=clock.now()):
        return redirect("cases:case", case_id=case_id)
    return case_page.show(request, case_id, form=form, doing="tag")
