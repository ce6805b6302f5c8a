"""What entries of the journal about health are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "health.state_set": _("State of a service stated"),
    "health.state_corrected": _("State of a service corrected"),
    "health.incident_published": _("Incident published"),
    "health.incident_updated": _("Incident updated"),
    "health.incident_corrected": _("Word on an incident corrected"),
    "health.maintenance_planned": _("Planned work announced"),
    "health.maintenance_moved": _("Planned work moved"),
    "health.maintenance_started": _("Planned work started"),
    "health.maintenance_ended": _("Planned work ended"),
    "health.maintenance_cancelled": _("Planned work cancelled"),
    "health.maintenance_corrected": _("Planned work reworded"),
    "health.announced": _("Announcement published"),
    "health.announcement_corrected": _("Announcement corrected"),
    "health.announcement_withdrawn": _("Announcement withdrawn"),
    "health.checked": _("Health of a customer's service checked"),
}
