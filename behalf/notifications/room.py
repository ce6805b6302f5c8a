"""Name plate of the notifications room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from behalf.identity.events import PersonAdded
from behalf.kit.actor import ROLES
from behalf.kit.events import Listener
from behalf.web.plate import MenuEntry

ANYBODY = set(ROLES)
MAIL = {"global_admin", "operator_admin"}

RIGHTS = {
    "notifications.mail": ANYBODY,
    "notifications.tell": ANYBODY,
    "notifications.own": ANYBODY,
    "notifications.deliver": set[str](),
    "mail.read": MAIL,
    "mail.again": MAIL,
}

MENU = (
    MenuEntry(
        key="settings.mail",
        label=_("Outgoing mail"),
        view="notifications:outbox",
        icon="mail",
        right="mail.read",
        tiers=("operator", "reseller"),
        order=960,
        group=_("Account settings"),
    ),
)

LISTENERS = (Listener(PersonAdded, "behalf.notifications.handlers.invite"),)
