"""Texts of allauth that our words say otherwise in Chinese or Japanese; named here so that the catalogs keep them."""

from django.utils.translation import gettext_noop

TEXTS = (
    gettext_noop("Are you sure you want to sign out?"),
    gettext_noop("Current"),
    gettext_noop("Invalid login."),
    gettext_noop("Sign Out"),
    gettext_noop("Sign Out Other Sessions"),
    gettext_noop("Signed out of all other sessions."),
    gettext_noop("Sign in with a passkey"),
    gettext_noop("Too many failed login attempts. Try again later."),
    gettext_noop("You are already logged in as %(user_display)s."),
)
