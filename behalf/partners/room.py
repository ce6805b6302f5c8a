"""Name plate of the partners room."""

from __future__ import annotations

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
