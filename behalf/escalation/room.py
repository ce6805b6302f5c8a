"""Name plate of the escalation room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from behalf.cases.events import CaseAnswered, CaseClosed, CaseResolved
from behalf.escalation.events import DossierSent, OperatorSpoke, ResellerSpoke
from behalf.kit.events import Listener
from behalf.web.plate import MenuEntry, Slot

AGENTS = {"admin_agent", "helpdesk_agent", "global_admin"}  # not the sales agent (domain.md 2.2)
OPERATOR = {"operator_engineer", "operator_reviewer", "operator_admin"}

RIGHTS = {
    "escalation.read": AGENTS | OPERATOR,
    "escalation.send": AGENTS,
    "escalation.portal": {"global_admin"},
    "escalation.judge": OPERATOR,
    # Follows from a word or a closed case: done by the organization's system, by nobody in person.
    "escalation.follow": set[str](),
}

LISTENERS = (
    Listener(DossierSent, "behalf.escalation.handlers.open_operators_case", to="to_org_id", tier="operator"),
    Listener(OperatorSpoke, "behalf.escalation.handlers.bring_down", to="to_org_id", tier="reseller"),
    Listener(ResellerSpoke, "behalf.escalation.handlers.bring_up", to="to_org_id", tier="operator"),
    Listener(CaseAnswered, "behalf.escalation.handlers.case_answered"),
    Listener(CaseResolved, "behalf.escalation.handlers.case_resolved"),
    Listener(CaseClosed, "behalf.escalation.handlers.case_closed"),
)

MENU = (
    MenuEntry(
        key="customer_requests", label=_("Customer requests"), view="escalation:customer_requests", icon="escalate",
        right="escalation.read", tiers=("reseller",), order=60, group=_("Support requests"), jump="g e",
    ),
    MenuEntry(
        key="portal_requests", label=_("Partner Center requests"), view="escalation:portal_requests", icon="key",
        right="escalation.portal", tiers=("reseller",), order=61, group=_("Support requests"),
    ),
    MenuEntry(
        key="resellers_requests", label=_("Escalations"), view="escalation:received", icon="escalate",
        right="escalation.judge", tiers=("operator",), order=30, jump="g e",
    ),
)  # fmt: skip

SLOTS = (
    Slot(
        place="case.acts",
        view="escalation:escalate",
        right="escalation.send",
        make="behalf.escalation.panels.escalate_button",
    ),
    Slot(place="case.body", view="escalation:panel", right="escalation.read"),
)
