"""Name plate of the audit room. Its pages live above, where customers have names."""

from __future__ import annotations

RIGHTS = {
    "audit.read": {"global_admin", "operator_admin", "operator_reviewer"},
    # What was done for a customer, as far as it is the customer's to see.
    "audit.own": {"customer_admin"},
}
