"""What entries of the journal about people are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "organizations.founded": _("Organization founded"),
    "people.added": _("Person added"),
    "people.roles_changed": _("Roles changed"),
    "people.deactivated": _("Person deactivated"),
    "people.reactivated": _("Person reactivated"),
    "people.profile_changed": _("Profile changed"),
    "people.signed_in": _("Signed in"),
    "people.sign_in_failed": _("Sign-in failed"),
    "people.sign_in_refused": _("Sign-in refused"),
    "people.password_chosen": _("Temporary password replaced"),
    "people.password_changed": _("Password changed"),
    "people.password_recovered": _("Password recovered"),
    "people.second_factor_added": _("Second factor added"),
    "people.second_factor_removed": _("Second factor removed"),
    "people.recovery_codes_renewed": _("Recovery codes renewed"),
}
