"""What entries of the journal about cases are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "cases.opened": _("Case opened"),
    "cases.assigned": _("Case assigned"),
    "cases.replied": _("Reply sent"),
    "cases.noted": _("Internal note written"),
    "cases.heard": _("Word of the operator received"),
    "cases.customer_replied": _("Customer replied"),
    "cases.severity_changed": _("Severity changed"),
    "cases.moved": _("Status of a case changed"),
    "cases.tried": _("Step tried"),
    "cases.linked": _("Evidence linked"),
    "cases.resolved": _("Case resolved"),
    "cases.closed": _("Case closed"),
    "cases.reopened": _("Case reopened"),
}
