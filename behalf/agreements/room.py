"""Name plate of the agreements room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from behalf.identity.events import PersonDeactivated
from behalf.kit.events import Listener
from behalf.web.plate import MenuEntry

_READS = {
    "admin_agent", "sales_agent", "helpdesk_agent", "global_admin",
    "operator_engineer", "operator_reviewer", "operator_admin",
}  # fmt: skip

RIGHTS = {
    "agreements.read": _READS,
    "agreements.edit": {"admin_agent", "global_admin", "operator_admin"},
    # What the desk's own work asks: which promise applies, and who is on duty.
    "agreements.apply": _READS,
}

LISTENERS = (Listener(PersonDeactivated, "behalf.agreements.handlers.person_deactivated"),)

MENU = (
    MenuEntry(
        key="service_levels",
        label=_("Service levels"),
        view="agreements:agreements",
        icon="clock",
        right="agreements.read",
        tiers=("reseller", "operator"),
        order=945,
        group=_("Account settings"),
    ),
)
