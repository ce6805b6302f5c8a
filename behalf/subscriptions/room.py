"""Name plate of the subscriptions room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from behalf.web.plate import Column, Slot, Tab

SELLERS = {"admin_agent", "sales_agent", "global_admin"}
AGENTS = SELLERS | {"helpdesk_agent"}
OPERATOR = {"operator_engineer", "operator_reviewer", "operator_publisher", "operator_admin"}

RIGHTS = {
    "subscriptions.read": AGENTS,
    "subscriptions.manage": SELLERS,
    # Which services a customer subscribes to: what health, administration and cases ask.
    "subscriptions.services": AGENTS | OPERATOR | {"customer_admin"},
    # The countdown and the work on a file are the clock's and the queue's, nobody's in person.
    "subscriptions.count_down": set[str](),
    "imports.work": set[str](),
    "imports.use": SELLERS,
}

TABS = (
    Tab(
        key="subscriptions",
        label=_("Subscriptions"),
        view="subscriptions:of_account",
        right="subscriptions.read",
        order=10,
    ),
)

SLOTS = (
    Slot(place="customers.row", view="subscriptions:panel", right="subscriptions.read", order=10),
    Slot(place="customers.overview", view="subscriptions:panel", right="subscriptions.read", order=10),
)

COLUMNS = (
    Column(
        place="customers.list",
        label=_("Seats"),
        read="behalf.subscriptions.queries.summaries",
        make="behalf.subscriptions.columns.seats",
        right="subscriptions.read",
        order=10,
        css="end num wide",
    ),
    Column(
        place="customers.list",
        label=_("Subscriptions"),
        read="behalf.subscriptions.queries.summaries",
        make="behalf.subscriptions.columns.state",
        right="subscriptions.read",
        order=20,
    ),
)
