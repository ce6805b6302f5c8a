"""Name plate of the identity room."""

from __future__ import annotations

ANYBODY = {
    "admin_agent", "sales_agent", "helpdesk_agent", "global_admin", "billing_admin", "user_admin",
    "operator_engineer", "operator_reviewer", "operator_publisher", "operator_admin", "customer_admin",
}  # fmt: skip

RIGHTS = {
    "identity.self": ANYBODY,
    "identity.colleagues": ANYBODY,
    "identity.found": {"operator_admin", "global_admin", "admin_agent", "sales_agent"},
    "people.read": {"global_admin", "user_admin", "operator_admin", "customer_admin"},
    "people.manage": {"global_admin", "user_admin", "operator_admin", "customer_admin"},
}
