"""What entries of the journal about incoming mail are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from behalf.audit.queries import word
from behalf.channels.models import Outcome

DEEDS = {
    "mail.accepted": _("Case opened from a held mail"),
    "mail.attached": _("Held mail put onto a case"),
    "mail.discarded": _("Held mail discarded"),
    "mail.replayed": _("Mail looked at again"),
    "mail.address_added": _("Mail address added"),
    "mail.mailbox_connected": _("Mailbox connected"),
    "mail.mailbox_disconnected": _("Mailbox disconnected"),
    "mail.address_removed": _("Mail address removed"),
    "robot.added": _("Group robot added"),
    "robot.changed": _("Group robot changed"),
    "robot.removed": _("Group robot removed"),
    "robot.sent_again": _("Failed notices of a group robot sent again"),
}

VALUES = {"outcome": word({value: label for value, label in Outcome.choices if value})}
