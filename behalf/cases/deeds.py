"""What entries of the journal about cases are called."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from behalf.audit.queries import Names, word
from behalf.cases import sentences
from behalf.cases.models import Notices, Promise, Role

DEEDS = {
    "cases.opened": _("Case opened"),
    "cases.assigned": _("Case assigned"),
    "cases.replied": _("Reply sent"),
    "cases.send_undone": _("Answer taken back before it went out"),
    "cases.send_returned": _("Answer not sent, kept as a draft"),
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
    "cases.handed_over": _("Desk handed over"),
    "cases.merged": _("Case merged into another"),
    "cases.unmerged": _("Merge of a case undone"),
    "cases.split": _("Case split"),
    "cases.rated": _("Customer said whether it was content"),
    "cases.followed_up": _("Follow-up of a closed case opened"),
    "cases.related": _("Related case named"),
    "cases.adopted": _("Child case named"),
    "cases.view_shared": _("View of the queue shared"),
    "cases.view_removed": _("Shared view of the queue removed"),
    "cases.block_kept": _("Text block kept"),
    "cases.block_removed": _("Text block removed"),
    "cases.check_kept": _("Step of a checklist kept"),
    "cases.check_removed": _("Step of a checklist removed"),
    "cases.tagged": _("Tag put on a case"),
    "cases.untagged": _("Tag taken off a case"),
    "cases.checked": _("Step of the checklist taken"),
    "cases.contact_changed": _("Contact of a case changed"),
    "cases.party_kept": _("Party of a case kept"),
    "cases.party_dropped": _("Party taken off a case"),
    "cases.hidden": _("Case hidden from the customer"),
    "cases.shown": _("Case shown to the customer"),
    "cases.affected_changed": _("Number of people hit changed"),
    "cases.call_logged": _("Call written down"),
    "cases.time_booked": _("Working time booked"),
    "cases.time_corrected": _("Working time corrected"),
    "cases.untied": _("Link between cases taken away"),
}

# A customer's own people do not speak of cases in every language (docs/words.md).
DEEDS_TO_CUSTOMER = {
    "cases.opened": pgettext_lazy("portal", "Case opened"),
    "cases.assigned": pgettext_lazy("portal", "Case assigned"),
    "cases.moved": pgettext_lazy("portal", "Status of a case changed"),
    "cases.resolved": pgettext_lazy("portal", "Case resolved"),
    "cases.closed": pgettext_lazy("portal", "Case closed"),
    "cases.reopened": pgettext_lazy("portal", "Case reopened"),
    "cases.merged": pgettext_lazy("portal", "Case merged into another"),
    "cases.unmerged": pgettext_lazy("portal", "Merge of a case undone"),
    "cases.split": pgettext_lazy("portal", "Case split"),
    "cases.rated": pgettext_lazy("portal", "Answered how the case was handled"),
    "cases.followed_up": pgettext_lazy("portal", "Follow-up of a closed case opened"),
}


def _label(given: Any, names: Names) -> str | None:
    """What a piece of evidence is called: a service, or a service and how it was found."""
    return sentences.linked(str(given), names)


VALUES = {
    "label": _label,
    "notices": word(dict(Notices.choices)),
    "promise": word(dict(Promise.choices)),
    "role": word(dict(Role.choices)),
}
