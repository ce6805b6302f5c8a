"""What is written on a case and not sent yet: the script keeps it, a button throws it away."""

from __future__ import annotations

from django.http import HttpResponse

from behalf.cases import actions, drafts
from behalf.kit import clock
from behalf.web.forms import ONCE, Prose
from behalf.web.page import ActorRequest, page
from behalf.web.shortcuts import redirect


@page("cases.work", methods=["POST"])
def keep(request: ActorRequest, case_id: int, form: str) -> HttpResponse:
    """Keep the texts of a form as they are now."""
    read = Prose(required=False).to_python
    texts = {name: read(request.POST.get(name, "")) for name in drafts.FORMS.get(form, ())}
    key = request.POST.get(ONCE, "")[:40]
    actions.keep_draft(request.actor, case_id, form=form, texts=texts, key=key, now=clock.now())
    return HttpResponse(status=204)


@page("cases.work", methods=["POST"])
def drop(request: ActorRequest, case_id: int, form: str) -> HttpResponse:
    """Throw the draft away; what the page still keeps of it comes too late."""
    actions.drop_draft(request.actor, case_id, form=form, key=request.POST.get(ONCE, "")[:40], now=clock.now())
    return redirect("cases:case", case_id=case_id)
