"""Name plate of the partners room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from behalf.web.plate import MenuEntry

RESELLER = {"admin_agent", "sales_agent", "helpdesk_agent", "global_admin", "billing_admin", "user_admin"}
OPERATOR = {"operator_engineer", "operator_reviewer", "operator_publisher", "operator_admin"}

RIGHTS = {
    # What a desk must know of a reseller: its own, or any for the operator.
    "partners.standing": RESELLER | OPERATOR,
    "partners.support": RESELLER | OPERATOR | {"customer_admin"},
    "partners.read": OPERATOR,
    "partners.enrol": {"operator_admin"},
    # 2.2: a user management admin views the profiles, a global admin edits them.
    "partners.profile": {"global_admin", "user_admin"},
    "partners.edit_profile": {"global_admin"},
}

MENU = (
    MenuEntry(
        key="resellers",
        label=_("Resellers"),
        view="partners:resellers",
        icon="customers",
        right="partners.read",
        tiers=("operator",),
        order=20,
        jump="g u",
    ),
    MenuEntry(
        key="partner_profile",
        label=_("Partner profile"),
        view="partners:partner_profile",
        icon="account",
        right="partners.profile",
        tiers=("reseller",),
        order=910,
        group=_("Account settings"),
    ),
    MenuEntry(
        key="organization_profile",
        label=_("Organization profile"),
        view="partners:organization_profile",
        icon="globe",
        right="partners.profile",
        tiers=("reseller",),
        order=920,
        group=_("Account settings"),
    ),
)
