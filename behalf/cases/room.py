"""Name plate of the cases room."""

from __future__ import annotations

from behalf.identity.events import PersonDeactivated
from behalf.kit.events import Listener

# Who raises requests (domain.md 2.2): a sales agent reads cases and does not work on them.
_WORKS = {"admin_agent", "helpdesk_agent", "global_admin"}
_OPERATOR = {"operator_engineer", "operator_admin"}

RIGHTS = {
    "cases.read": {*_WORKS, "sales_agent", *_OPERATOR, "operator_reviewer"},
    "cases.open": _WORKS,
    "cases.work": _WORKS | _OPERATOR,
    "cases.own": {"customer_admin"},
}

LISTENERS = (Listener(PersonDeactivated, "behalf.cases.handlers.person_deactivated"),)
