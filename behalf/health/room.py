"""Name plate of the health room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from behalf.web.plate import Column, MenuEntry, Slot, Tab

AGENTS = {"admin_agent", "helpdesk_agent", "global_admin"}  # not the sales agent (P06)
PUBLISHERS = {"operator_engineer", "operator_publisher", "operator_admin"}
OPERATOR = PUBLISHERS | {"operator_reviewer"}

RIGHTS = {
    "health.read_all": AGENTS | OPERATOR,
    "health.read_customer": AGENTS,
    "health.check": AGENTS,
    "health.publish": PUBLISHERS,
    "health.own": {"customer_admin"},
    # What was published about one incident, planned work or change: whoever may see any board.
    "health.read": AGENTS | OPERATOR | {"customer_admin"},
}

MENU = (
    MenuEntry(
        "health", _("Health"), "health:board", "health", "health.read_all", ("reseller", "operator"), 50, jump="g h"
    ),
)

TABS = (Tab("health", _("Health"), "health:of_customer", "health.read_customer", 40),)

SLOTS = (Slot(place="customers.overview", view="health:panel", right="health.read_customer", order=20),)

COLUMNS = (
    Column(
        place="administration.services",
        label=_("Health"),
        read="behalf.health.columns.read",
        make="behalf.health.columns.state",
        right="health.read_customer",
    ),
)
