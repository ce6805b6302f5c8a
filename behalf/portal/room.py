"""Name plate of the portal: the pages of a customer's own people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from behalf.web.plate import MenuEntry


def _entry(key: str, label: Any, view: str, icon: str, right: str, order: int) -> MenuEntry:
    return MenuEntry(key, label, f"portal:{view}", icon, right, ("customer",), order)


RIGHTS = {
    "portal.use": {"customer_admin"},
}

MENU = (
    _entry("overview", _("Overview"), "overview", "now", "portal.use", 10),
    _entry("cases", pgettext_lazy("portal", "Cases"), "cases", "cases", "cases.own", 20),
    _entry("health", pgettext_lazy("portal", "Health"), "health", "health", "health.own", 30),
    _entry("subscriptions", _("Subscriptions"), "subscriptions", "catalog", "customers.own", 50),
    _entry("audit", _("Audit"), "journal", "ledger", "audit.own", 60),
)
