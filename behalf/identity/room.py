"""Name plate of the identity room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from behalf.kit.actor import ROLES
from behalf.web.plate import MenuEntry

ANYBODY = set(ROLES)

RIGHTS = {
    "identity.self": ANYBODY,
    "identity.colleagues": ANYBODY,
    "identity.found": {"operator_admin", "global_admin", "admin_agent", "sales_agent"},
    "people.read": {"global_admin", "user_admin", "operator_admin", "customer_admin"},
    "people.manage": {"global_admin", "user_admin", "operator_admin", "customer_admin"},
}

MENU = (
    MenuEntry(
        key="settings.users",
        label=_("User management"),
        view="identity:people",
        icon="key",
        right="people.read",
        tiers=("operator", "reseller", "customer"),
        order=930,
        group=_("Account settings"),
    ),
)
