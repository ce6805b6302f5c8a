"""Makes the Actor eagerly, before any transaction takes a tenant's role: afterwards identity rows are out of reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare

from behalf.identity.directory import actor_of
from behalf.identity.models import ORG_KEY, Membership
from behalf.identity.signed_in import SessionStore
from behalf.kit.actor import Actor

Answer = Callable[[HttpRequest], HttpResponse]


class KnownRequest(HttpRequest):
    """A request of which it is known who asks, if anybody."""

    actor: Actor | None
    memberships: list[Membership]


class ActorMiddleware:
    """Puts ``request.actor`` (Actor or None) and ``request.user`` in place, with the person's language and zone.

    No query beside the session's. A deactivated person, membership or organization is nobody from the next request on.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, given: HttpRequest) -> HttpResponse:
        request = cast(KnownRequest, given)
        request.actor = None
        memberships = request.memberships = _memberships(cast(SessionStore, request.session))
        request.user = memberships[0].person if memberships else AnonymousUser()
        if not memberships:
            return self.get_response(request)
        chosen = _chosen(request.session, memberships)
        if chosen is not None:
            request.actor = actor_of(chosen, address=address_of(request), organizations=len(memberships))
        person = memberships[0].person
        with translation.override(person.language), timezone.override(person.zone):
            request.LANGUAGE_CODE = translation.get_language()
            return self.get_response(request)


class FirstThingsMiddleware:
    """Sends a signed-in person to what must be done first: change the temporary password, choose an organization."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        target = self._first(request)
        if target and request.path != target and not request.path.startswith(settings.ALWAYS_OPEN_PATHS):
            return HttpResponseRedirect(target)
        return self.get_response(request)

    def _first(self, request: HttpRequest) -> str | None:
        if not request.user.is_authenticated:
            return None
        if request.user.must_change_password:
            return reverse("identity:first_password")
        return reverse("identity:choose") if cast(KnownRequest, request).actor is None else None


def actor_of_session(session_key: str) -> Actor | None:
    """Who is signed in by this session, as the pages have it: nobody before a temporary password was changed."""
    session = SessionStore(session_key)
    memberships = _memberships(session)
    chosen = _chosen(session, memberships) if memberships else None
    if chosen is None or chosen.person.must_change_password:
        return None
    return actor_of(chosen, organizations=len(memberships))


def _memberships(session: SessionStore) -> list[Membership]:
    key = session.get(SESSION_KEY)
    if key is None:
        return []
    memberships = session.memberships(int(key))
    if not memberships or not _same_password(session, memberships[0]):
        return []
    return memberships


def _same_password(session: SessionBase, membership: Membership) -> bool:
    """A changed password ends every other sign-in, as Django's own middleware has it."""
    stored = session.get(HASH_SESSION_KEY, "")
    return constant_time_compare(stored, membership.person.get_session_auth_hash())


def _chosen(session: SessionBase, memberships: list[Membership]) -> Membership | None:
    if len(memberships) == 1:
        return memberships[0]
    wanted = session.get(ORG_KEY)
    return next((member for member in memberships if member.organization_id == wanted), None)


def address_of(request: HttpRequest) -> str:
    """The network address that the request came from."""
    return str(request.META.get("REMOTE_ADDR") or "")
