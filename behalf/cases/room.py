"""Name plate of the cases room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from behalf.administration.events import SettingCorrected
from behalf.cases.events import (
    CaseAnswered,
    CaseAssigned,
    CaseClosed,
    CaseNoted,
    CaseOpened,
    CaseRanked,
    CaseRated,
    CaseReopened,
    CaseResolved,
    ColleagueMentioned,
    CustomerReplied,
)
from behalf.health.events import HealthChecked, IncidentEnded, IncidentUpdated
from behalf.identity.events import PersonDeactivated
from behalf.kit.events import Listener
from behalf.kit.marks import Topic
from behalf.web.plate import MenuEntry, Slot, Tab

# Who raises requests (domain.md 2.2): a sales agent reads cases and does not work on them.
_WORKS = {"admin_agent", "helpdesk_agent", "global_admin"}
_OPERATOR = {"operator_engineer", "operator_admin"}

RIGHTS = {
    "cases.read": {*_WORKS, "sales_agent", *_OPERATOR, "operator_reviewer"},
    # What is done about a case behind the conversation: health, work on behalf, escalation (2.2: no sales agent's).
    "cases.background": {*_WORKS, *_OPERATOR, "operator_reviewer"},
    "cases.of_account": {*_WORKS, "sales_agent"},
    "cases.open": _WORKS,
    "cases.work": _WORKS | _OPERATOR,
    # How promises were kept, person by person: for who leads the desk.
    "cases.reports": {"admin_agent", "global_admin", "operator_admin", "operator_reviewer"},
    # Whether customers are asked if they are content, and how often.
    "cases.asking": {"admin_agent", "global_admin"},
    "cases.own": {"customer_admin"},
    "cases.ask": set[str](),  # the organization's system alone
    "cases.sweep": set[str](),  # the organization's system alone
}

LISTENERS = (
    Listener(PersonDeactivated, "behalf.cases.handlers.person_deactivated"),
    Listener(CaseAssigned, "behalf.cases.handlers.case_assigned"),
    Listener(ColleagueMentioned, "behalf.cases.handlers.colleague_mentioned"),
    Listener(CustomerReplied, "behalf.cases.handlers.customer_replied"),
    Listener(CaseNoted, "behalf.cases.handlers.case_noted"),
    Listener(CaseReopened, "behalf.cases.handlers.case_reopened"),
    Listener(CaseClosed, "behalf.cases.handlers.case_closed"),
    Listener(CaseRanked, "behalf.cases.handlers.case_ranked"),
    Listener(CaseRated, "behalf.cases.handlers.case_rated"),
    Listener(CaseOpened, "behalf.cases.handlers.case_opened"),
    Listener(CaseAnswered, "behalf.cases.handlers.case_answered"),
    Listener(CaseResolved, "behalf.cases.handlers.case_resolved"),
    Listener(HealthChecked, "behalf.cases.handlers.health_checked"),
    Listener(SettingCorrected, "behalf.cases.handlers.setting_corrected"),
    Listener(IncidentUpdated, "behalf.cases.handlers.incident_updated", each=("reseller",)),
    Listener(IncidentEnded, "behalf.cases.handlers.incident_ended", each=("reseller",)),
)

MARKS = (Topic("case", desk="cases.read", customer="cases.own"), Topic("presence", desk="cases.read"))

MENU = (
    MenuEntry(
        key="cases", label=_("Cases"), view="cases:queue", icon="cases", right="cases.read",
        tiers=("reseller",), order=40, jump="g c",
    ),
    MenuEntry(
        key="support_requests", label=_("Support requests"), view="cases:queue", icon="cases", right="cases.read",
        tiers=("operator",), order=25, jump="g c",
    ),
)  # fmt: skip

TABS = (Tab(key="cases", label=_("Cases"), view="cases:of_account", right="cases.of_account", order=50),)

SLOTS = (
    Slot(place="customers.overview", view="cases:panel", right="cases.of_account", order=30),
    Slot(place="administration.begin", view="cases:reasons", right="cases.of_account"),
)
