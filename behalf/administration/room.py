"""Name plate of the administration room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from behalf.administration.events import DelegationGranted, DelegationRemoved
from behalf.identity.events import PersonDeactivated
from behalf.kit.events import Listener
from behalf.subscriptions.events import SubscriptionAdded
from behalf.web.plate import Bar, MenuEntry, Tab

ON_BEHALF = {"admin_agent", "helpdesk_agent", "global_admin"}

RIGHTS = {
    "administration.read": ON_BEHALF,
    "administration.act": ON_BEHALF,
    # 2.2: who may ask a customer for delegated administration.
    "delegation.request": {"admin_agent", "sales_agent", "global_admin"},
    # The customer's own: what its partners may do, what they did, and taking it back (P28).
    "delegation.own": {"customer_admin"},
    "delegation.remove": {"customer_admin"},
    "delegation.grant": {"customer_admin"},
    # Follows from a sale, the clock or a deactivation: done by the reseller's system, by nobody in person.
    "administration.follow": set[str](),
}

LISTENERS = (
    Listener(SubscriptionAdded, "behalf.administration.handlers.delegate_what_is_sold"),
    Listener(PersonDeactivated, "behalf.administration.handlers.end_sessions_of_person"),
    Listener(DelegationRemoved, "behalf.administration.handlers.note_removal", to="reseller_id", tier="reseller"),
    Listener(DelegationGranted, "behalf.administration.handlers.note_grant", to="reseller_id", tier="reseller"),
)

TABS = (
    Tab(
        key="services",
        label=_("Service management"),
        view="administration:services",
        right="administration.read",
        order=20,
    ),
)


BARS = (Bar("behalf.administration.pages.bar"),)

MENU = (
    MenuEntry(
        key="partners",
        label=_("Our partners"),
        view="administration:partners",
        icon="key",
        right="delegation.own",
        tiers=("customer",),
        order=40,
    ),
)
