"""Addresses of the administration room."""

from __future__ import annotations

from django.urls import path

from behalf.administration.pages import partners, services, sessions, settings

app_name = "administration"

SERVICE = "customers/<int:account_id>/services/<int:service_id>/"

urlpatterns = [
    path("customers/<int:account_id>/services/", services.services, name="services"),
    path(SERVICE, services.service, name="service"),
    path(f"{SERVICE}users/", services.users, name="users"),
    path(f"{SERVICE}portal/", services.portal, name="portal"),
    path(f"{SERVICE}ask/", services.ask, name="ask"),
    path(f"{SERVICE}begin/", sessions.begin, name="begin"),
    path("customers/<int:account_id>/services/record/", sessions.record, name="record"),
    path("customers/<int:account_id>/on-behalf/extend/", sessions.extend, name="extend"),
    path("customers/<int:account_id>/on-behalf/end/", sessions.end, name="end"),
    path(f"{SERVICE}look/", settings.look, name="look"),
    path(f"{SERVICE}settings/<int:setting_id>/", settings.correct, name="correct"),
    path(f"{SERVICE}changes/<int:change_id>/", settings.change, name="change"),
    path(f"{SERVICE}changes/<int:change_id>/again/", settings.again, name="again"),
    path(f"{SERVICE}changes/<int:change_id>/undo/", settings.undo, name="undo"),
    path("partners/", partners.partners, name="partners"),
    path("partners/record/", partners.record, name="own_record"),
    path("partners/<int:delegation_id>/remove/", partners.remove, name="remove"),
    path("partners/<int:delegation_id>/grant/", partners.grant, name="grant"),
]
