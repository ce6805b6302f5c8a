"""What entries of the journal about customers are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "customers.added": _("Customer added"),
    "customers.admin_added": _("First admin of a customer added"),
    "customers.edited": _("Account details changed"),
    "customers.billing_edited": _("Billing information changed"),
}
