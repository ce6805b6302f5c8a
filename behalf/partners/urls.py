"""Addresses of the operator's resellers, and of a reseller's own profiles."""

from __future__ import annotations

from django.urls import path

from behalf.partners import pages

app_name = "partners"

urlpatterns = [
    path("resellers/", pages.resellers, name="resellers"),
    path("resellers/enrol/", pages.enrol, name="enrol"),
    path("resellers/<int:reseller_id>/", pages.reseller, name="reseller"),
    path("resellers/<int:reseller_id>/standing/", pages.standing, name="standing"),
    path("settings/partner/", pages.partner_profile, name="partner_profile"),
    path("settings/partner/edit/", pages.edit_partner_profile, name="edit_partner_profile"),
    path("settings/partner/support/", pages.edit_support_profile, name="edit_support_profile"),
    path("settings/organization/", pages.organization_profile, name="organization_profile"),
    path("settings/organization/edit/", pages.edit_organization_profile, name="edit_organization_profile"),
]
