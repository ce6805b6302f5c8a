"""Name plate of the customers room."""

from __future__ import annotations

SELLERS = {"admin_agent", "sales_agent", "global_admin"}
AGENTS = SELLERS | {"helpdesk_agent"}
OPERATOR = {"operator_engineer", "operator_reviewer", "operator_publisher", "operator_admin"}

RIGHTS = {
    "customers.read": AGENTS,
    "customers.add": SELLERS,
    "customers.edit": AGENTS,
    "customers.edit_billing": SELLERS,
    # An account by its id: the reseller's own, the customer's own, and what the operator provisions.
    "customers.account": AGENTS | OPERATOR | {"customer_admin"},
    "customers.own": {"customer_admin"},
    # A customer accepted this reseller (P28): nobody may say so in its place, only the system.
    "customers.relate": set[str](),
}
