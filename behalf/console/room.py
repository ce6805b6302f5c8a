"""Name plate of the console: what the staff see first."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from behalf.kit.actor import ROLES
from behalf.web.plate import MenuEntry

RIGHTS = {
    "console.overview": set(ROLES),  # for everybody, each with what the roles give; a customer's stands in the portal
}

MENU = (
    MenuEntry(
        key="overview",
        label=_("Overview"),
        view="console:overview",
        icon="now",
        right="console.overview",
        tiers=("operator", "reseller"),
        order=10,
        jump="g o",
    ),
    MenuEntry(
        key="audit",
        label=_("Audit"),
        view="console:journal",
        icon="ledger",
        right="audit.read",
        tiers=("operator", "reseller"),
        order=55,
        jump="g a",
    ),
)
