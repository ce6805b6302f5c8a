"""Addresses of subscriptions, of adding a customer and of importing."""

from __future__ import annotations

from django.urls import path

from behalf.subscriptions.pages import bought, imports, wizard

app_name = "subscriptions"

OF = "customers/<int:account_id>/subscriptions/"
ONE = OF + "<int:subscription_id>/"

urlpatterns = [
    path("customers/add/", wizard.add_customer, name="add_customer"),
    path("customers/import/", imports.imports, name="imports"),
    path("customers/import/<int:import_id>/", imports.import_file, name="import_file"),
    path("customers/import/<int:import_id>/start/", imports.start, name="start_import"),
    path(OF, bought.of_account, name="of_account"),
    path(OF + "panel/", bought.panel, name="panel"),
    path(OF + "add/", bought.add, name="add"),
    path(ONE, bought.subscription, name="subscription"),
    path(ONE + "seats/", bought.seats, name="seats"),
    path(ONE + "name/", bought.rename, name="rename"),
    path(ONE + "suspend/", bought.suspend, name="suspend"),
    path(ONE + "reactivate/", bought.reactivate, name="reactivate"),
]
