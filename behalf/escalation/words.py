"""The words of this room on the screen; the keys stand in the data."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TOPICS = {
    "technical": _("Technical"),
    "subscription": _("Subscription"),
    "billing": _("Billing dispute"),
    "fraud": _("Fraud or misuse"),
}

LACKS = {
    "training": _("training"),
    "documentation": _("documentation"),
    "tools": _("tools: only the operator can see or do it"),
}

STANCES = {
    "cause": _("the cause"),
    "denied": _("not the cause"),
    "persists": _("over, and the problem is still there"),
}

ITEMS = {
    "health": _("Health looked at within 24 hours"),
    "settings": _("Settings looked at"),
    "tried": _("What was tried"),
    "lack": _("Why we cannot do it ourselves"),
}

STATES = {
    "sent": _("Sent"),
    "acknowledged": _("With the operator"),
    "question": _("The operator asks"),
    "answered": _("Answered"),
    "resolved": _("Resolved by the operator"),
    "closed": _("Closed"),
    "inappropriate": _("Marked inappropriate"),
}

INAPPROPRIATE = {
    "no_health_check": _("The health of the service was not looked at"),
    "span_of_control": _("It lies within the reseller's span of control"),
    "known_incident": _("It is a known, published incident"),
    "how_to": _("It is a how-to question"),
    "nothing_tried": _("Nothing was tried"),
    "duplicate": _("It was reported already"),
}
