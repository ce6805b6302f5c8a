"""Correcting a setting: the difference first, then the write, then what was read back; and undoing it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.administration import baseline, corrections, forms, queries, rules, wording
from behalf.administration.baseline import Setting
from behalf.administration.pages import services
from behalf.administration.queries import SettingRow
from behalf.connectors.ports import SettingValue
from behalf.customers import queries as customers
from behalf.kit import clock
from behalf.kit.errors import Conflict
from behalf.kit.tenancy import acting
from behalf.web.page import ActorRequest, in_hand, page
from behalf.web.shortcuts import redirect, render

BOTH = ("GET", "POST")


@page("administration.act", methods=["POST"])
def look(request: ActorRequest, account_id: int, service_id: int) -> HttpResponse:
    """Read the settings again."""
    corrections.look(request.actor, account_id, service_id, clock=clock.now)
    return redirect("administration:service", account_id=account_id, service_id=service_id)


@page("administration.act", methods=BOTH)
def correct(
    request: ActorRequest, account_id: int, service_id: int, setting_id: int, form: forms.Write | None = None
) -> HttpResponse:
    """The difference between what is and what is to be; writing it is the button below."""
    if request.method == "POST" and form is None:
        return _write(request, account_id, service_id, setting_id)
    row = queries.setting(request.actor, account_id, service_id, setting_id)
    other, wanted = _wanted(request, row, form)
    context = _context(request, account_id, service_id) | {
        "row": row,
        "other": other,
        "wanted": wanted,
        "same": wanted is not None and rules.same(row.setting, row.value, wanted),
        "form": form or forms.Write(row.setting, initial=_initial(row, wanted)),
        "version": baseline.VERSION,
    }
    if context["service"].in_session:
        return render(request, "administration/correct.html", context, status=422 if form else 200)
    if form is None:
        query: dict[str, object] = {"then": request.get_full_path()}
        return redirect("administration:service", account_id=account_id, service_id=service_id, query=query)
    typed = str(request.POST.get("value", ""))
    then = f"{request.path}?{urlencode({'value': typed})}"
    value = typed if wanted is None else wording.value(row.setting, wanted)
    return _not_written(request, account_id, service_id, _why(form), row.setting, value, then)


@page("administration.read")
def change(request: ActorRequest, account_id: int, service_id: int, change_id: int) -> HttpResponse:
    """What became of a correction."""
    context = _context(request, account_id, service_id)
    context["change"] = queries.change(request.actor, account_id, service_id, change_id)
    context["now_is"] = queries.setting_of_change(request.actor, account_id, service_id, change_id)
    return render(request, "administration/change.html", context)


@page("administration.act", methods=["POST"])
def again(request: ActorRequest, account_id: int, service_id: int, change_id: int) -> HttpResponse:
    """Read a correction back once more."""
    with acting(request.actor):
        queries.change(request.actor, account_id, service_id, change_id)
    corrections.settle(request.actor, change_id, clock=clock.now)
    return _to_change(account_id, service_id, change_id)


@page("administration.act", methods=BOTH)
def undo(request: ActorRequest, account_id: int, service_id: int, change_id: int, refusal: str = "") -> HttpResponse:
    """The difference that undoing would make; restoring it is the button below."""
    if request.method == "POST" and not refusal:
        try:
            new = corrections.undo(
                request.actor,
                account_id,
                service_id,
                change_id=change_id,
                seen=request.POST.get("seen", ""),
                clock=clock.now,
            )
        except Conflict as conflict:
            return undo.show(request, account_id, service_id, change_id, refusal=conflict.message)
        return _to_change(account_id, service_id, new)
    found = queries.change(request.actor, account_id, service_id, change_id)
    context = _context(request, account_id, service_id)
    row = context["service"]
    if refusal and not row.in_session:
        value = wording.value(found.setting, found.before)
        return _not_written(request, account_id, service_id, refusal, found.setting, value, request.path)
    if not row.may_look:
        return redirect("administration:service", account_id=account_id, service_id=service_id)
    context |= {"change": found, "refusal": refusal}
    context["row"] = queries.setting_of_change(request.actor, account_id, service_id, change_id)
    return render(request, "administration/undo.html", context, status=409 if refusal else 200)


def _write(request: ActorRequest, account_id: int, service_id: int, setting_id: int) -> HttpResponse:
    with acting(request.actor):
        row = queries.setting(request.actor, account_id, service_id, setting_id)
    form = forms.Write(row.setting, request.POST)
    if form.is_valid() and form.does(
        corrections.correct,
        request.actor,
        account_id,
        service_id,
        setting_id=setting_id,
        clock=clock.now,
        **form.values,
    ):
        return _to_change(account_id, service_id, form.result)
    return correct.show(request, account_id, service_id, setting_id, form=form)


def _not_written(
    request: ActorRequest, account_id: int, service_id: int, why: str, setting: Setting, value: str, then: str
) -> HttpResponse:
    """The service's own page, which says why nothing was written, and from which the agent can go on."""
    undone = services.Undone(_("Nothing was written."), why, then, (_(setting.title), value))
    return services.service.show(request, account_id, service_id, undone=undone)


def _why(form: forms.Write) -> str:
    """What kept the form from being carried out, in words."""
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def _wanted(
    request: ActorRequest, row: SettingRow, form: forms.Write | None
) -> tuple[forms.Value, SettingValue | None]:
    """The form for another value, and the value whose difference is shown: the one asked for, else the suggestion."""
    source = request.POST if form is not None else request.GET
    if "value" not in source:
        shown = row.value if row.setting.suggestion is None else row.setting.suggestion
        initial = {"value": wording.typed(row.setting, shown)}
        return forms.Value(row.setting, initial=initial), row.setting.suggestion
    other = forms.Value(row.setting, source)
    return other, other.cleaned_data["value"] if other.is_valid() else None


def _initial(row: SettingRow, wanted: SettingValue | None) -> dict[str, Any]:
    return {"value": wording.typed(row.setting, wanted), "seen": row.etag}


def _context(request: ActorRequest, account_id: int, service_id: int) -> dict[str, Any]:
    account = customers.account(request.actor, account_id)
    in_hand(request, account)
    return {
        "account": account,
        "service": queries.service(request.actor, account, service_id, now=clock.now()),
        "wording": wording,
    }


def _to_change(account_id: int, service_id: int, change_id: int) -> HttpResponse:
    return redirect("administration:change", account_id=account_id, service_id=service_id, change_id=change_id)
