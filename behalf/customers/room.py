"""Name plate of the customers room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from behalf.web.plate import Column, MenuEntry, Tab

SELLERS = {"admin_agent", "sales_agent", "global_admin"}
AGENTS = SELLERS | {"helpdesk_agent"}
OPERATOR = {"operator_engineer", "operator_reviewer", "operator_publisher", "operator_admin"}

RIGHTS = {
    "customers.read": AGENTS,
    "customers.add": SELLERS,
    "customers.edit": AGENTS,
    "customers.edit_billing": SELLERS,
    # An account by its id: the reseller's own, the customer's own, and what the operator provisions.
    "customers.account": AGENTS | OPERATOR | {"customer_admin"},
    "customers.own": {"customer_admin"},
    # A customer accepted this reseller (P28): nobody may say so in its place, only the system.
    "customers.relate": set[str](),
}

MENU = (
    MenuEntry(
        key="customers",
        label=_("Customers"),
        view="customers:customers",
        icon="customers",
        right="customers.read",
        tiers=("reseller",),
        order=20,
        jump="g u",
    ),
)

TABS = (
    Tab(key="customer", label=_("Overview"), view="customers:customer", right="customers.read", order=0),
    Tab(key="account", label=_("Account"), view="customers:account", right="customers.read", order=90),
)

COLUMNS = (
    Column(
        place="partners.resellers",
        label=_("Customers"),
        read="behalf.customers.columns.counts",
        make="behalf.customers.columns.customers_of_reseller",
        right="customers.account",
        order=10,
        css="end num",
    ),
)
