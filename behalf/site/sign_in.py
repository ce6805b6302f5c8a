"""Where signing in meets the outbox: allauth's mail becomes a letter of the person's organization."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from behalf.identity import adapter, directory, words
from behalf.kit import clock
from behalf.kit.tenancy import acting
from behalf.notifications import actions as notifications
from behalf.site import welcome
from behalf.site.folder import Folder

LETTERS = {
    "account/email/password_reset_key": "password_recovery",
    "account/email/password_changed": "password_changed",
    "account/email/password_reset": "password_changed",
    "mfa/email/totp_activated": "factor_added",
    "mfa/email/webauthn_added": "factor_added",
    "mfa/email/totp_deactivated": "factor_removed",
    "mfa/email/webauthn_removed": "factor_removed",
    "mfa/email/recovery_codes_generated": "codes_renewed",
}
CONFIDENTIAL = {"password_recovery"}


class AccountAdapter(adapter.AccountAdapter):
    """The identity room's adapter, whose mail goes through the outbox, in the person's language."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        letter = LETTERS[template_prefix]
        person = directory.person_of(email)
        mine = directory.actors_of(person.pk) if person else []
        if person is None or not mine:
            return  # they belong nowhere any more, so no organization writes to them
        sender = mine[0].as_system()
        facts = {"address": context.get("password_reset_url", ""), "factor": _factor(template_prefix)}
        with acting(sender):
            notifications.write(
                sender,
                to=person.email,
                to_name=person.name,
                letter=f"notifications/letters/{letter}.txt",
                context=facts,
                language=person.language,
                about=("person", person.pk, person.name),
                confidential=letter in CONFIDENTIAL,
                now=clock.now(),
            )


class SignIn(LoginView):  # type: ignore[misc]  # allauth ships no types
    """The sign-in page; in the demo world it says who can sign in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = welcome.kept(Folder(settings.DATA)) if settings.BEHALF_DEMO else []
        people = [replace(person, what=_what(person)) for person in kept]
        return {**super().get_context_data(**kwargs), "demo_people": people}


def _what(person: welcome.Person) -> str:
    """Roles and organization in the page's language."""
    said = [*words.labels(*person.settings), person.organization]
    return " · ".join(said) if person.organization else person.what


def no_such_page(request: HttpRequest) -> HttpResponse:
    """Stands before an address of allauth that we do not offer."""
    raise Http404


def _factor(template_prefix: str) -> str:
    return "passkey" if "webauthn" in template_prefix else "app"
