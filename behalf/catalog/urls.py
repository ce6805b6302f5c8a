"""Addresses of the catalogue."""

from __future__ import annotations

from django.urls import path

from behalf.catalog import pages

app_name = "catalog"

urlpatterns = [
    path("settings/catalog/", pages.catalog, name="catalog"),
    path("settings/catalog/<int:offer_id>/pin/", pages.pin, name="pin"),
    path("settings/catalog/<int:offer_id>/unpin/", pages.unpin, name="unpin"),
    path("settings/catalog/<int:offer_id>/withdraw/", pages.withdraw, name="withdraw"),
    path("settings/catalog/<int:offer_id>/sell/", pages.sell, name="sell"),
]
