"""What entries of the journal about cases are called."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from behalf.audit.queries import Names
from behalf.cases import sentences

DEEDS = {
    "cases.opened": _("Case opened"),
    "cases.assigned": _("Case assigned"),
    "cases.replied": _("Reply sent"),
    "cases.noted": _("Internal note written"),
    "cases.heard": _("Word of the operator received"),
    "cases.customer_replied": _("Customer replied"),
    "cases.agreement_changed": _("Agreement of a case changed"),
    "cases.promise_broken": _("Promise broken"),
    "cases.severity_changed": _("Severity changed"),
    "cases.moved": _("Status of a case changed"),
    "cases.tried": _("Step tried"),
    "cases.linked": _("Evidence linked"),
    "cases.resolved": _("Case resolved"),
    "cases.closed": _("Case closed"),
    "cases.reopened": _("Case reopened"),
}

# A customer's own people do not speak of cases in every language (docs/words.md).
DEEDS_TO_CUSTOMER = {
    "cases.opened": pgettext_lazy("portal", "Case opened"),
    "cases.assigned": pgettext_lazy("portal", "Case assigned"),
    "cases.moved": pgettext_lazy("portal", "Status of a case changed"),
    "cases.resolved": pgettext_lazy("portal", "Case resolved"),
    "cases.closed": pgettext_lazy("portal", "Case closed"),
    "cases.reopened": pgettext_lazy("portal", "Case reopened"),
}


def _label(given: Any, names: Names) -> str | None:
    """What a piece of evidence is called: a service, or a service and how it was found."""
    return sentences.linked(str(given), names)


VALUES = {"label": _label}
