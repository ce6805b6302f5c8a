"""How the coded values of an entry read; what is no known code of its field (a name, a text) reads as it is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from behalf.audit import fields, reading
from behalf.audit.reading import Names

_FLAGS = {"true": _("yes"), "false": _("no")}
_STATES = {
    "normal": _("Normal"),
    "post_incident_review": _("Review published"),
    "false_positive": _("False positive"),
    "restored": _("Restored"),
    "maintenance": _("Planned work"),
    "advisory": _("Information"),
    "investigation_suspended": _("Investigation suspended"),
    "investigating": _("Investigating"),
    "unknown": _("Not known"),
    "extended_recovery": _("Extended recovery"),
    "restoring": _("Restoring"),
    "degradation": _("Degraded"),
    "interruption": _("Interrupted"),
}
_VALUES: Mapping[str, Mapping[str, Any]] = {
    "admin": {
        "none": _("No admin role"),
        "global": _("Global admin"),
        "billing": _("Billing admin"),
        "user": _("User management admin"),
    },
    "agent": {
        "none": _("No agent role"),
        "admin": _("Admin agent"),
        "sales": _("Sales agent"),
        "helpdesk": _("Help desk agent"),
    },
    "category": {"change": _("Coming change"), "action": _("Action required"), "good_to_know": _("Good to know")},
    "how": {
        "by_hand": _("Ended the session"),
        "time": _("The session's time was over"),
        "delegation_removed": _("The session ended: the customer took the right back"),
        "deactivated": _("The session ended: the agent was deactivated"),
        '["password"]': _("Password"),
    },
    "kind": {
        "account_setup": _("Account set-up and sign-up"),
        "accounts_billing": _("Accounts and billing"),
        "how_to": _("How-to question"),
        "updates": _("Service and software updates"),
        "configuration": _("Software configuration"),
        "connectivity": _("Client connectivity and desktop"),
        "performance": _("Performance and availability"),
        "fraud": _("Fraud or misuse"),
        "portal": _("Partner Center request"),
        "outage": _("Outage"),
        "degradation": _("Degradation"),
        "advisory": _("Advisory"),
        "direct": _("Direct reseller"),
        "indirect_provider": _("Indirect provider"),
        "indirect_reseller": _("Reseller of an indirect provider"),
        "health_check": _("Recorded check"),
        "session": _("On-behalf session"),
        "incident": _("Incident"),
    },
    "language": dict(settings.LANGUAGES),
    "reason": {
        "customer_request": _("The customer asked for it"),
        "non_payment": _("Non-payment"),
        "fraud": _("Fraud or misuse"),
        "no_health_check": _("The health of the service was not looked at"),
        "span_of_control": _("It lies within the reseller's span of control"),
        "known_incident": _("It is a known, published incident"),
        "how_to": _("It is a how-to question"),
        "nothing_tried": _("Nothing was tried"),
        "duplicate": _("It was reported already"),
    },
    "role": {
        "operator_engineer": _("Engineer"),
        "operator_reviewer": _("Reviewer"),
        "operator_publisher": _("Publisher"),
        "operator_admin": _("Operator admin"),
        "customer_admin": _("Customer admin"),
        "transacting": _("sells and supports"),
        "support": _("support only"),
    },
    "stage": {
        "planned": _("Planned"),
        "running": _("Under way"),
        "ended": _("Ended"),
        "cancelled": _("Cancelled"),
    },
    "state": _STATES,
    "status": {
        "new": _("New"),
        "in_progress": _("In progress"),
        "waiting_customer": _("Waiting for the customer"),
        "with_operator": _("With the operator"),
        "resolved": _("Resolved, to be confirmed"),
        "closed": _("Closed"),
        "active": _("Active"),
        "suspended": _("Suspended"),
        "deleted": _("Deleted"),
    },
}


def said(key: str, value: Any, names: Names) -> str:
    """A value of this field in the reader's words; a recorded health check has services as fields, states as values."""
    told = reading.value(key, value, names)
    if told is not None:
        return told
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    known = _VALUES.get(key, {} if fields.is_named(key) else _STATES)
    if text in known or text in _FLAGS:
        return str(known.get(text) or _FLAGS[text])
    if key in fields.INSTANTS:
        return reading.instant(text) or text
    return names.get(text, text) if key in fields.FROM_CATALOG else text
