"""What entries of the journal about escalations are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from behalf.audit.queries import word
from behalf.escalation import words

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

DEEDS_TO_CUSTOMER = {
    "escalation.incident_answered": pgettext_lazy("portal", "Said what an incident has to do with the case"),
    "escalation.sent": pgettext_lazy("portal", "Case escalated"),
    "escalation.sent_without": pgettext_lazy("portal", "Case escalated"),
}

VALUES = {"lack": word(words.LACKS), "stance": word(words.STANCES), "topic": word(words.TOPICS)}
