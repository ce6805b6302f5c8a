"""Addresses of the overview, the palette and the journal."""

from __future__ import annotations

from django.urls import path

from behalf.console import pages

app_name = "console"

urlpatterns = [
    path("", pages.overview, name="overview"),
    path("palette/", pages.palette, name="palette"),
    path("audit/", pages.journal, name="journal"),
    path("audit/export.csv", pages.journal_csv, name="journal_csv"),
]
