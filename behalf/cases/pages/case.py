"""One case: its page, its live part, its files, and every step that is done on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.cases import actions, forms, queries, rules
from behalf.cases.drafts import RESOLVE, WRITE
from behalf.cases.models import Case, Role
from behalf.cases.pages._party_forms import Affected, Inside, SetContact
from behalf.cases.pages._people import people
from behalf.cases.pages._talk_forms import LogCall
from behalf.kit import clock, references
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from behalf.web.addresses import url
from behalf.web.download import download
from behalf.web.forms import ONCE, Form
from behalf.web.page import ActorRequest, in_hand, page
from behalf.web.shortcuts import fragment, redirect, render, see

# The acts that open a form of their own on the page: ?do=<act>.
DOING = (
    "assign", "severity", "agreement", "resolve", "confirm", "close", "reopen", "tie", "call", "contact", "remind",
    "hide", "show", "affected",
)  # fmt: skip


@page("cases.read")
def case(
    request: ActorRequest,
    case_id: int,
    form: Form | None = None,
    doing: str = "",
    seen: int | None = None,
    going: int = 0,
) -> HttpResponse:
    """The case with its thread, what can be written and done, and the facts beside it."""
    found = queries.case(request.actor, case_id)
    if found.merged_into_id is not None and "stay" not in request.GET and form is None:
        return redirect("cases:case", case_id=queries.survivor_of(request.actor, case_id))
    if found.account is not None and request.actor.tier == "reseller":
        in_hand(request, found.account, tab="cases")
    doing = doing or request.GET.get("do", "")
    context = _live(request, found)
    near = context["near"]
    writing = form if doing == "write" else forms.Write(initial=_begun(request, found, near))
    waiting = len(near.open_children)
    acting_on = (form or _blank(request, found, doing, waiting, near)) if doing in DOING else None
    said = [entry.id for entry in context["entries"] if not entry.is_event]
    told = seen if form is not None and "seen" in form.errors else None
    context |= {
        "last": max(said, default=0), "present": near.present,
        "since": queries.said_since(request.actor, case_id, told, going=going) if told is not None else (),
        "since_going": [each for each in near.going if told is not None and _is_news(each, request.actor, going)],
        "base": "web/customer.html" if found.account is not None else "web/shell.html", "write": writing,
        "doing": doing if doing in DOING else "", "form": acting_on, "meanings": forms.MEANINGS,
        "sent": request.GET.get("sent", ""), "tried_form": form if doing == "tried" else forms.Tried(),
        "draft": near.drafts.get(doing if doing in DOING else WRITE) if form is None else None,
    }  # fmt: skip
    return render(request, "cases/case.html", context, status=200 if form is None else 422)


@page("cases.read")
def live(request: ActorRequest, case_id: int) -> HttpResponse:
    """What changed since the page's version, or 204: asked every few seconds, one statement when nothing did."""
    if str(queries.version(request.actor, case_id)) == request.GET.get("version"):
        return HttpResponse(status=204)
    return fragment(request, "cases/live.html#live", _live(request, queries.case(request.actor, case_id)))


@page("cases.read")
def file(request: ActorRequest, case_id: int, file_id: int) -> HttpResponse:
    """A file of a case, always as a download."""
    found = queries.attachment(request.actor, case_id, file_id)
    return download(found.name, found.kind, found.content)


@page("cases.work", methods=["POST"])
def write(request: ActorRequest, case_id: int) -> HttpResponse:
    """A reply to the customer or an internal note, with its files."""
    form = forms.Write(request.POST, request.FILES)
    given = form.values
    now, files, minutes = clock.now(), given.get("files", ()), given.get("minutes")
    answer = {
        "body": given.get("body", ""), "wait": given.get("wait", False), "children": given.get("children", False),
        "seen": given.get("seen"), "going": given.get("going") or 0, "minutes": minutes,
    }  # fmt: skip
    if form.is_note:
        act = _clearing(actions.note, request, WRITE, body=given.get("body", ""), macro=str(given.get("macro") or ""))
        done = form.does(act, request.actor, case_id, body=given.get("note", ""), files=files, minutes=minutes, now=now)
    elif given.get("macro"):
        act, block_id = _clearing(actions.send, request, WRITE, note=given.get("note", "")), given["macro"]
        done = form.does(act, request.actor, case_id, kind="macro", block_id=block_id, files=files, now=now, **answer)
    else:
        act = _clearing(actions.send, request, WRITE, note=given.get("note", ""))
        done = form.does(act, request.actor, case_id, files=files, now=now, **answer)
    if done:
        return see(url("cases:case", case_id=case_id, query={"sent": "write"}) + "#last")
    return case.show(request, case_id, form=form, doing="write", seen=given.get("seen"), going=answer["going"])


@page("cases.work", methods=["POST"])
def take(request: ActorRequest, case_id: int) -> HttpResponse:
    """Make it one's own case."""
    actions.take(request.actor, case_id, now=clock.now())
    return redirect("cases:case", case_id=case_id)


@page("cases.work", methods=["POST"])
def assign(request: ActorRequest, case_id: int) -> HttpResponse:
    """Give it to a colleague, or back to the queue."""
    with acting(request.actor):
        form = forms.Assign(request.POST, people=people(request))
    if form.does(actions.assign, request.actor, case_id, now=clock.now(), **form.values):
        return redirect("cases:case", case_id=case_id)
    return case.show(request, case_id, form=form, doing="assign")


@page("cases.work", methods=["POST"])
def tried(request: ActorRequest, case_id: int) -> HttpResponse:
    """Write down what was tried."""
    return _done(request, case_id, forms.Tried, actions.add_tried, "tried")


@page("cases.work", methods=["POST"])
def severity(request: ActorRequest, case_id: int) -> HttpResponse:
    """Change how urgent it is."""
    return _done(request, case_id, forms.ChangeSeverity, actions.set_severity, "severity")


@page("cases.work", methods=["POST"])
def agreement(request: ActorRequest, case_id: int) -> HttpResponse:
    """Put it under what is promised now."""
    return _done(request, case_id, forms.Because, actions.set_agreement, "agreement")


@page("cases.work", methods=["POST"])
def resolve(request: ActorRequest, case_id: int) -> HttpResponse:
    """Tell the customer the solution."""
    return _done(request, case_id, forms.Resolve, _clearing(_solve, request, RESOLVE), "resolve")


@page("cases.work", methods=["POST"])
def confirm(request: ActorRequest, case_id: int) -> HttpResponse:
    """Close the loop: the customer agreed."""
    return _done(request, case_id, forms.Confirm, actions.confirm, "confirm")


@page("cases.work", methods=["POST"])
def close(request: ActorRequest, case_id: int) -> HttpResponse:
    """Close it without consent."""
    return _done(request, case_id, forms.Close, actions.close, "close")


@page("cases.work", methods=["POST"])
def reopen(request: ActorRequest, case_id: int) -> HttpResponse:
    """Go on with it, or with the new case that follows it up."""
    form = forms.Because(request.POST)
    if form.does(actions.reopen, request.actor, case_id, now=clock.now(), **form.values):
        return redirect("cases:case", case_id=form.result_id, query={"sent": "reopen"})
    return case.show(request, case_id, form=form, doing="reopen")


def _done(request: ActorRequest, case_id: int, kind: type[Form], act: Callable[..., Any], doing: str) -> HttpResponse:
    form = kind(request.POST)
    if form.does(act, request.actor, case_id, now=clock.now(), **form.values):
        return redirect("cases:case", case_id=case_id, query={"sent": doing})
    return case.show(request, case_id, form=form, doing=doing)


def _is_news(answer: queries.Going, actor: Actor, going: int) -> bool:
    """Whether a colleague sent it after the one that the writer knew."""
    return answer.person_id != actor.person_id and answer.id > going


def _clearing(act: Callable[..., Any], request: ActorRequest, name: str, **rest: str) -> Callable[..., Any]:
    """The act together with the end of the form's draft, of which only what was not sent stays."""
    return actions.clearing(act, form=name, rest=rest, key=request.POST.get(ONCE, "")[:40], now=clock.now())


def _solve(actor: Actor, case_id: int, /, **values: Any) -> Any:
    return actions.send(actor, case_id, kind="resolve", **values)


def _reference(case: Case) -> str:
    """What names the case as the reason for acting on the customer's behalf, when the customer sees it, too."""
    if case.account_id is None or not case.is_shown:
        return ""
    return references.given(case.account_id, ("case", str(case.pk), case.number))


def _live(request: ActorRequest, found: Case) -> dict[str, Any]:
    """What the live parts of the page show."""
    actor, now = request.actor, clock.now()
    background = actor.may("cases.background")
    near = queries.around(actor, found.pk, now=now)
    talk = queries.conversation(actor, found.pk, told=near.told)
    return {
        "case": found, "reference": _reference(found),
        "entries": talk.entries, "course": queries.course(actor, found, talk, now=now), "now": now,
        "holder": rules.holder(found.status), "tried": near.tried,
        "near": near, "alike": near.alike(found.subject) if found.closed_at is None else [],
        "background": background, "evidence": near.evidence,
        "service": found.service.named(actor.language) if found.service else "", "may_work": actor.may("cases.work"),
        "may": _may(found, near, now), "cust_name": found.counterpart_name or _("Customer"),
        "roles": dict(Role.choices),
    }  # fmt: skip


def _may(found: Case, near: queries.Around, now: datetime) -> dict[str, bool]:
    """Which steps the case allows now."""
    return {
        "write": rules.may_converse(found.status),
        "resolve": rules.may_resolve(found.status),
        "confirm": rules.may_confirm(found.status),
        "reopen": found.may_reopen(now),
        "follow_up": found.needs_follow_up(now) and not near.those("followed_up"),
    }


def _begun(request: ActorRequest, found: Case, near: queries.Around) -> dict[str, Any]:
    """What stands in the composer: a draft, or a text block, where one was chosen without a script."""
    asked = request.GET.get("block", "")
    if not asked or not request.actor.may("cases.work"):
        draft = near.drafts.get(WRITE)
        return {"kind": draft.kind if draft else _kind(request), **(draft.texts if draft else {})}
    ready = queries.ready_for(request.actor, found.pk, language=found.contact_language)
    chosen = next((each for each in ready if str(each.row.pk) == asked), None)
    return {"kind": "reply", "body": chosen.text, "macro": chosen.row.pk} if chosen else {"kind": "reply"}


def _kind(request: ActorRequest) -> str:
    return "note" if request.GET.get("kind") == "note" else "reply"


def _blank(request: ActorRequest, found: Case, doing: str, waiting: int, near: queries.Around) -> Form:
    if doing == "assign":
        return forms.Assign(people=people(request), initial={"person_id": found.assignee_id})
    if doing == "severity":
        return forms.ChangeSeverity(initial={"severity": found.severity})
    if doing in ("hide", "show"):
        return Inside()
    if doing == "affected":
        return Affected(initial={"affected": found.affected})
    if doing == "contact":
        return SetContact(initial=SetContact.of(found))
    if doing == "call":
        known = {"direction": "in", "reached": True, "who": found.contact_name, "number": found.contact_phone}
        return LogCall(initial=known, answered=found.first_answer_at is not None)
    if doing in ("resolve", "confirm", "close"):
        kind = {"resolve": forms.Resolve, "confirm": forms.Confirm, "close": forms.Close}[doing]
        draft = near.drafts.get(doing)
        return kind(open_children=waiting, initial=draft.texts if draft else None)
    own: dict[str, type[Form]] = {"tie": forms.Tie, "remind": forms.Remind}
    return own.get(doing, forms.Because)()
