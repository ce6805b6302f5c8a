"""What entries of the journal about service levels are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "agreements.calendar_added": _("Calendar added"),
    "agreements.calendar_changed": _("Calendar changed"),
    "agreements.date_added": _("Date added to a calendar"),
    "agreements.date_removed": _("Date removed from a calendar"),
    "agreements.agreement_added": _("Agreement added"),
    "agreements.version_made": _("New version of an agreement"),
    "agreements.agreement_retired": _("Agreement ended"),
    "agreements.duty_changed": _("Duty rota changed"),
}
