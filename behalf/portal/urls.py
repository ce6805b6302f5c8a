"""Addresses of the portal."""

from __future__ import annotations

from django.urls import path

from behalf.portal.pages import around, cases

app_name = "portal"

urlpatterns = [
    path("portal/", around.overview, name="overview"),
    path("portal/health/", around.health, name="health"),
    path("portal/subscriptions/", around.subscriptions, name="subscriptions"),
    path("portal/audit/", around.journal, name="journal"),
    path("portal/audit/export.csv", around.journal_csv, name="journal_csv"),
    path("portal/cases/", cases.cases, name="cases"),
    path("portal/cases/open/", cases.open_case, name="open"),
    path("portal/cases/mail/", cases.mail, name="mail"),
    path("portal/cases/<int:case_id>/", cases.case, name="case"),
    path("portal/cases/<int:case_id>/live/", cases.live, name="live"),
    path("portal/cases/<int:case_id>/files/<int:file_id>/", cases.file, name="file"),
    path("portal/cases/<int:case_id>/write/", cases.write, name="write"),
    path("portal/cases/<int:case_id>/confirm/", cases.confirm, name="confirm"),
    path("portal/cases/<int:case_id>/rate/", cases.rate, name="rate"),
    path("portal/cases/<int:case_id>/reopen/", cases.reopen, name="reopen"),
]
