"""What entries of the journal about resellers are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "partners.enrolled": _("Reseller enrolled"),
    "partners.standing_changed": _("Standing of a reseller changed"),
    "partners.profile_changed": _("Partner profile changed"),
    "partners.organization_changed": _("Organization profile changed"),
    "partners.support_changed": _("Support profile changed"),
}
