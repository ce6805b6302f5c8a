"""Name plate of the channels room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from behalf.cases.events import CaseNoted, CaseOpened, DeskHandedOver, PromiseBroken, PromiseDue
from behalf.kit.actor import ROLES
from behalf.kit.events import Listener
from behalf.web.plate import MenuEntry, Slot

AGENTS = {"admin_agent", "helpdesk_agent", "global_admin"}

RIGHTS = {
    "channels.read": AGENTS,
    "channels.decide": AGENTS,
    "channels.settings": {"global_admin"},
    "channels.robots": {"global_admin", "operator_admin"},
    "channels.envelope": set(ROLES),  # whoever writes a letter about a case
    "channels.take": set[str](),  # the desk's system alone
    "channels.tell": set[str](),
}

LISTENERS = (
    Listener(CaseOpened, "behalf.channels.handlers.case_opened"),
    Listener(CaseNoted, "behalf.channels.handlers.case_noted"),
    Listener(PromiseDue, "behalf.channels.handlers.promise_due"),
    Listener(PromiseBroken, "behalf.channels.handlers.promise_broken"),
    Listener(DeskHandedOver, "behalf.channels.handlers.desk_handed_over"),
)

ENVELOPES = {"case": "behalf.channels.actions.envelope"}

MENU = (
    MenuEntry(
        key="mail_in", label=_("Incoming mail"), view="channels:arrivals", icon="mail", right="channels.read",
        tiers=("reseller",), order=45,
    ),
    MenuEntry(
        key="settings.inboxes", label=_("Mail addresses"), view="channels:inboxes", icon="mail",
        right="channels.settings", tiers=("reseller",), order=955, group=_("Account settings"),
    ),
    MenuEntry(
        key="settings.robots", label=_("Group robots"), view="channels:robots", icon="bell",
        right="channels.robots", tiers=("reseller", "operator"), order=957, group=_("Account settings"),
    ),
)  # fmt: skip

SLOTS = (Slot(place="case.side", view="channels:of_case", right="channels.read", order=20),)
