"""What we tell allauth: nobody signs up by themselves, who may sign in, and what of it goes into the journal."""

from __future__ import annotations

from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from behalf.identity import actions, directory
from behalf.identity.middleware import address_of
from behalf.identity.models import Person
from behalf.kit import clock
from behalf.kit.actor import Actor

log = structlog.get_logger(__name__)

METHODS = "account_authentication_methods"  # where allauth notes the proofs given in this session


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by an admin (P06, P17), passwords are reset by their owner alone (P07)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def clean_password(self, password: str, user: Person | None = None) -> str:
        """A temporary password is changed on every way there is, so it is not chosen again."""
        if user is not None and user.must_change_password and user.check_password(password):
            raise ValidationError(_("Choose another one than the temporary password."))
        return str(super().clean_password(password, user))

    def set_password(self, user: Person, password: str) -> None:
        """A password that the person chose by recovery replaces a temporary one."""
        user.must_change_password = False
        super().set_password(user, password)

    def pre_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse | None:
        """Somebody who belongs to no organization any more does not get in."""
        if directory.actors_of(user.pk):
            answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
            return answer
        note(user.pk, "people.sign_in_refused", why="deactivated", address=address_of(request))
        refused: HttpResponse = self.respond_user_inactive(request, user)
        return refused

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        """Whoever has one organization is signed in to it now; others choose one first."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        mine = directory.actors_of(user.pk, address=address_of(request))
        if len(mine) == 1:
            record_sign_in(request, mine[0])
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        person = directory.person_of(str(credentials.get("email") or ""))
        if person is None:
            log.info("sign-in failed", reason="unknown address", address=address_of(request))
            return
        note(person.pk, "people.sign_in_failed", why="password", address=address_of(request))

    def send_notification_mail(
        self, template_prefix: str, user: Person, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        super().send_notification_mail(template_prefix, user, context, email or user.email)


def record_sign_in(request: HttpRequest, actor: Actor) -> None:
    """Write down that this person entered an organization, and with which proofs."""
    given = request.session.get(METHODS, [])
    how = [str(proof.get("type") or proof["method"]) for proof in given]
    actions.record_sign_in(actor, how=how, now=clock.now())


def note(person_id: int, what: str, *, why: str = "", address: str = "") -> None:
    """Write into the journal of each organization of a person what happened to their sign-in."""
    for actor in directory.actors_of(person_id, address=address, active=False):
        actions.record_sign_in_event(actor, what=what, why=why, now=clock.now())
