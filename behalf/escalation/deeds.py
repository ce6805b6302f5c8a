"""What entries of the journal about escalations are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "escalation.prepared": _("Escalation prepared"),
    "escalation.incident_answered": _("Said what an incident has to do with the case"),
    "escalation.overridden": _("Item of the gate overridden"),
    "escalation.sent": _("Case escalated"),
    "escalation.sent_without": _("Case escalated with items overridden"),
    "escalation.replied": _("Wrote to the operator"),
    "escalation.reopened": _("Request to the operator reopened"),
    "escalation.portal_request_sent": _("Partner Center request sent"),
    "escalation.judged_inappropriate": _("Escalation marked inappropriate"),
}
