"""The operator's resellers, and a reseller's own profiles under Account settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.utils.translation import gettext as _

from behalf.kit import clock
from behalf.partners import actions, forms, queries
from behalf.partners.actions import NewReseller
from behalf.partners.models import ORGANIZATION_PROFILE, PARTNER_PROFILE, SUPPORT_PROFILE
from behalf.web.forms import Form
from behalf.web.page import ActorRequest, page, say
from behalf.web.shortcuts import redirect, render

BOTH = ("GET", "POST")


@page("partners.read")
def resellers(request: ActorRequest) -> HttpResponse:
    """The operator's resellers."""
    return render(request, "partners/resellers.html", {"resellers": queries.resellers(request.actor)})


@page("partners.enrol", methods=BOTH)
def enrol(request: ActorRequest, form: forms.Enrolment | None = None, new: NewReseller | None = None) -> HttpResponse:
    """Enrol a reseller; the answer shows its first admin's password, this once (P03)."""
    if request.method == "POST" and form is None:
        form = forms.Enrolment(request.POST)
        if form.is_valid() and form.does(actions.enrol, request.actor, now=clock.now(), **form.values):
            return enrol.show(request, form=form, new=form.result)
        return enrol.show(request, form=form)
    context = {"form": form or forms.Enrolment(initial={"language": "zh-hans"}), "new": new}
    return render(request, "partners/enrol.html", context, status=422 if form and not new else 200)


@page("partners.read")
def reseller(request: ActorRequest, reseller_id: int) -> HttpResponse:
    """One reseller, as the operator keeps it."""
    context = {
        "row": queries.reseller(request.actor, reseller_id),
        "support": queries.support_profile(request.actor, reseller_id),
        "kinds": dict(forms.KINDS),
    }
    return render(request, "partners/reseller.html", context)


@page("partners.enrol", methods=BOTH)
def standing(request: ActorRequest, reseller_id: int, form: forms.Standing | None = None) -> HttpResponse:
    """Suspend or restore a reseller, give or take the premium agreement."""
    if request.method == "POST" and form is None:
        form = forms.Standing(request.POST)
        if form.is_valid() and form.does(
            actions.change_standing, request.actor, reseller_id, now=clock.now(), **form.values
        ):
            say(request, _("Saved."))
            return redirect("partners:reseller", reseller_id=reseller_id)
        return standing.show(request, reseller_id, form=form)
    row = queries.reseller(request.actor, reseller_id)
    shown = form or forms.Standing(initial={"status": row.status, "premium": row.premium})
    return render(request, "partners/standing.html", {"row": row, "form": shown}, status=422 if form else 200)


@page("partners.profile")
def partner_profile(request: ActorRequest) -> HttpResponse:
    """The reseller's legal business profile and its support profile (P05, P03)."""
    own = request.actor.org_id
    context = {"row": queries.reseller(request.actor, own), "support": queries.support_profile(request.actor, own)}
    return render(request, "partners/partner_profile.html", context)


@page("partners.profile")
def organization_profile(request: ActorRequest) -> HttpResponse:
    """The directory account of the reseller itself (P05)."""
    context = {"row": queries.reseller(request.actor, request.actor.org_id)}
    return render(request, "partners/organization_profile.html", context)


@page("partners.edit_profile", methods=BOTH)
def edit_partner_profile(request: ActorRequest, form: Form | None = None) -> HttpResponse:
    """Change the legal business profile."""
    if request.method == "POST" and form is None:
        form = forms.PartnerProfile(request.POST)
        return _save(request, form, actions.edit_partner_profile, edit_partner_profile.show, "partner_profile")
    row = queries.reseller(request.actor, request.actor.org_id)
    return _editing(request, form, forms.PartnerProfile, row, PARTNER_PROFILE, _("Partner profile"), "partner_profile")


@page("partners.edit_profile", methods=BOTH)
def edit_support_profile(request: ActorRequest, form: Form | None = None) -> HttpResponse:
    """Change how customers reach support."""
    if request.method == "POST" and form is None:
        form = forms.SupportProfile(request.POST)
        return _save(request, form, actions.edit_support_profile, edit_support_profile.show, "partner_profile")
    row = queries.support_profile(request.actor, request.actor.org_id)
    return _editing(request, form, forms.SupportProfile, row, SUPPORT_PROFILE, _("Support profile"), "partner_profile")


@page("partners.edit_profile", methods=BOTH)
def edit_organization_profile(request: ActorRequest, form: Form | None = None) -> HttpResponse:
    """Change the directory account."""
    where = "organization_profile"
    if request.method == "POST" and form is None:
        form = forms.OrganizationProfile(request.POST)
        return _save(request, form, actions.edit_organization_profile, edit_organization_profile.show, where)
    row = queries.reseller(request.actor, request.actor.org_id)
    title = _("Organization profile")
    return _editing(request, form, forms.OrganizationProfile, row, ORGANIZATION_PROFILE, title, where)


def _save(
    request: ActorRequest, form: Form, act: Callable[..., None], again: Callable[..., HttpResponse], where: str
) -> HttpResponse:
    if form.is_valid() and form.does(act, request.actor, now=clock.now(), **form.values):
        say(request, _("Saved."))
        return redirect(f"partners:{where}")
    return again(request, form=form)


def _editing(
    request: ActorRequest,
    form: Form | None,
    kind: type[Form],
    row: Model,
    fields: tuple[str, ...],
    title: str,
    where: str,
) -> HttpResponse:
    stored: dict[str, Any] = model_to_dict(row, fields)
    context = {"form": form or kind(initial=stored), "title": title, "where": f"partners:{where}"}
    return render(request, "partners/edit.html", context, status=422 if form else 200)
