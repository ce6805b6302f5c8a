"""Addresses of people: one's own (``/me/``) and the colleagues' (``/people/``)."""

from __future__ import annotations

from django.urls import path

from behalf.identity import pages

app_name = "identity"

urlpatterns = [
    path("me/", pages.profile, name="profile"),
    path("me/organization/", pages.choose, name="choose"),
    path("me/password/", pages.first_password, name="first_password"),
    path("people/", pages.people, name="people"),
    path("people/add/", pages.add, name="add"),
    path("people/<int:membership_id>/", pages.person, name="person"),
    path("people/<int:membership_id>/deactivate/", pages.deactivate, name="deactivate"),
    path("people/<int:membership_id>/reactivate/", pages.reactivate, name="reactivate"),
]
