"""What follows when allauth says that somebody's ways to sign in changed: the journal has it."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver
from django.http import HttpRequest

from behalf.identity.adapter import note
from behalf.identity.middleware import address_of
from behalf.identity.models import Person


@receiver(password_changed)
def on_password_changed(request: HttpRequest, user: Person, **rest: Any) -> None:
    """Changed by its owner, signed in."""
    note(user.pk, "people.password_changed", address=address_of(request))


@receiver(password_reset)
def on_password_reset(request: HttpRequest, user: Person, **rest: Any) -> None:
    """Chosen anew by the link in a mail (P07)."""
    note(user.pk, "people.password_recovered", address=address_of(request))


@receiver(authenticator_added)
def on_factor_added(request: HttpRequest, user: Person, authenticator: Any, **rest: Any) -> None:
    """An authenticator app, a passkey or recovery codes."""
    note(user.pk, "people.second_factor_added", why=str(authenticator.type), address=address_of(request))


@receiver(authenticator_removed)
def on_factor_removed(request: HttpRequest, user: Person, authenticator: Any, **rest: Any) -> None:
    """One of them is gone."""
    note(user.pk, "people.second_factor_removed", why=str(authenticator.type), address=address_of(request))


@receiver(authenticator_reset)
def on_codes_renewed(request: HttpRequest, user: Person, **rest: Any) -> None:
    """New recovery codes; the old ones are void."""
    note(user.pk, "people.recovery_codes_renewed", address=address_of(request))


@receiver(authentication_failed)
def on_factor_failed(request: HttpRequest, user: Person, authenticator: Any, **rest: Any) -> None:
    """The password was right, the second proof was not."""
    kind = str(authenticator.type) if authenticator else "code"
    note(user.pk, "people.sign_in_failed", why=kind, address=address_of(request))
