"""Addresses of customers; what other rooms show of one stands below ``/customers/<account_id>/``, too."""

from __future__ import annotations

from django.urls import path

from behalf.customers import pages

app_name = "customers"

urlpatterns = [
    path("customers/", pages.customers, name="customers"),
    path("customers/<int:account_id>/", pages.customer, name="customer"),
    path("customers/<int:account_id>/account/", pages.account, name="account"),
    path("customers/<int:account_id>/account/edit/", pages.edit, name="edit"),
    path("customers/<int:account_id>/account/billing/", pages.edit_billing, name="edit_billing"),
    path("customers/<int:account_id>/account/admin/", pages.add_admin, name="add_admin"),
]
