"""What entries of the journal about escalations are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "escalation.overridden": _("Item of the gate overridden"),
    "escalation.sent": _("Case escalated"),
    "escalation.sent_without": _("Case escalated with items overridden"),
    "escalation.portal_request_sent": _("Partner Center request sent"),
    "escalation.judged_inappropriate": _("Escalation marked inappropriate"),
}
