"""What entries of the journal about work on behalf of customers are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from behalf.administration.told import Correction

DEEDS = {
    "administration.delegated": _("Delegated administration granted"),
    "administration.delegation_removed": _("Delegated administration taken back"),
    "administration.session_began": _("On-behalf session begun"),
    "administration.session_extended": _("On-behalf session extended"),
    "administration.session_ended": _("On-behalf session ended"),
    "administration.handed_over": _("Provider's portal opened"),
    "administration.settings_read": _("Settings read"),
    "administration.users_read": _("Users read"),
    "administration.correction_planned": _("Correction of a setting begun"),
    "administration.correction_written": _("Setting written"),
    "administration.correction_verified": _("Setting corrected and verified"),
    "administration.correction_not_verified": _("Setting written, not verified"),
    "administration.correction_refused": _("Correction of a setting refused"),
    "administration.correction_changed": _("Setting not written, somebody else had changed it"),
}

SUBJECTS = {"setting_change": Correction()}
