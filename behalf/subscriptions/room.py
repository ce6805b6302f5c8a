"""Name plate of the subscriptions room."""

from __future__ import annotations

SELLERS = {"admin_agent", "sales_agent", "global_admin"}
AGENTS = SELLERS | {"helpdesk_agent"}
OPERATOR = {"operator_engineer", "operator_reviewer", "operator_publisher", "operator_admin"}

RIGHTS = {
    "subscriptions.read": AGENTS,
    "subscriptions.manage": SELLERS,
    # Which services a customer subscribes to: what health, administration and cases ask.
    "subscriptions.services": AGENTS | OPERATOR | {"customer_admin"},
}
