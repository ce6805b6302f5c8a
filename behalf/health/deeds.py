"""What entries of the journal about health are called."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from behalf.audit.queries import Names
from behalf.health import words

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


def _places(given: Any, names: Names) -> str | None:
    """Services, each with the region that is meant: kept as pairs of id and code."""
    if not isinstance(given, list):
        return None
    return ", ".join(
        f"{names.get(service_id, service_id)} ({words.region(region)})"
        if region
        else str(names.get(service_id, service_id))
        for service_id, region in given
    )


def _region(given: Any, _names: Names) -> str | None:
    return words.region(str(given)) if given else None


VALUES = {"places": _places, "region": _region}
