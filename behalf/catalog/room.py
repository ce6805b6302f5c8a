"""Name plate of the catalog room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from behalf.web.plate import MenuEntry

AGENTS = {"admin_agent", "sales_agent", "helpdesk_agent", "global_admin"}
OPERATOR = {"operator_engineer", "operator_reviewer", "operator_publisher", "operator_admin"}

RIGHTS = {
    # Names of services appear on everybody's pages; the catalogue's own page is for those who sell or support.
    "catalog.names": AGENTS | OPERATOR | {"customer_admin"},
    "catalog.read": AGENTS | OPERATOR,
    "catalog.pin": {"global_admin"},
    "catalog.publish": {"operator_publisher", "operator_admin"},
}

MENU = (
    MenuEntry(
        key="catalog",
        label=_("Catalog"),
        view="catalog:catalog",
        icon="catalog",
        right="catalog.read",
        tiers=("reseller", "operator"),
        order=940,
        group=_("Account settings"),
    ),
)
