"""User management, one's own profile, and what comes first after signing in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from behalf.identity import actions, forms, queries, words
from behalf.identity.adapter import record_sign_in
from behalf.identity.directory import actor_of
from behalf.identity.middleware import address_of
from behalf.identity.models import ORG_KEY, Membership, Person
from behalf.kit import clock
from behalf.kit.actor import Actor
from behalf.web.page import ActorRequest, Door, page, say
from behalf.web.shortcuts import redirect, render, render_bare, see

BOTH = ("GET", "POST")
NOTES = {
    "agent_notes": {value: gives for value, (_title, gives) in words.AGENTS.items()},
    "admin_notes": {value: gives for value, (_title, gives) in words.ADMINS.items()},
    "role_notes": {value: gives for value, (_title, gives) in words.ROLES.items()},
    "labels": words.labels,
}


@page("people.read")
def people(request: ActorRequest) -> HttpResponse:
    """Everybody of the organization."""
    return render(request, "identity/people.html", {"people": queries.people(request.actor), **NOTES})


@page("people.manage", methods=BOTH)
def add(
    request: ActorRequest, form: forms.NewPerson | None = None, new: actions.NewPerson | None = None
) -> HttpResponse:
    """Add a person; the answer shows the temporary password, this once."""
    actor = request.actor
    if new is not None:
        return render(request, "identity/added.html", {"new": new, **_added(actor, new)})
    if request.method == "POST" and form is None:
        form = forms.NewPerson(request.POST, actor=actor)
        if form.does(actions.add_person, actor, now=clock.now(), **form.values):
            return add.show(request, new=form.result)
        return add.show(request, form=form)
    blank = {"agent": "none", "admin": "none", "language": actor.language}
    shown = form or forms.NewPerson(actor=actor, initial=blank)
    return render(request, "identity/add.html", {"form": shown, **NOTES}, status=422 if form else 200)


@page("people.read", methods=BOTH)
def person(
    request: ActorRequest,
    membership_id: int,
    form: forms.Roles | None = None,
    leaving: forms.Deactivation | None = None,
) -> HttpResponse:
    """One person: their roles, and the end of their work here."""
    if request.method == "POST" and form is None and leaving is None:
        return _change_roles(request, membership_id)
    colleague = queries.person(request.actor, membership_id)
    held = {"agent": colleague.agent, "admin": colleague.admin, "role": colleague.role}
    context = {
        "person": colleague,
        "form": form or forms.Roles(actor=request.actor, initial=held),
        "leaving": leaving or forms.Deactivation(),
        **NOTES,
    }
    return render(request, "identity/person.html", context, status=422 if form or leaving else 200)


def _change_roles(request: ActorRequest, membership_id: int) -> HttpResponse:
    """Change what was asked for; a setting that was not asked for stays."""
    form = forms.Roles(request.POST, actor=request.actor)
    if form.does(actions.change_roles, request.actor, membership_id, now=clock.now(), **form.values):
        say(request, _("The roles are changed. They hold from the next page on."))
        return redirect("identity:person", membership_id=membership_id)
    return person.show(request, membership_id, form=form)


@page("people.manage", methods=["POST"])
def deactivate(request: ActorRequest, membership_id: int) -> HttpResponse:
    """End a person's work here."""
    form = forms.Deactivation(request.POST)
    if form.does(actions.deactivate, request.actor, membership_id, now=clock.now(), **form.values):
        say(request, _("Deactivated. Their sign-ins have ended, their cases go back to the queue."))
        return redirect("identity:person", membership_id=membership_id)
    return person.show(request, membership_id, leaving=form)


@page("people.manage", methods=["POST"])
def reactivate(request: ActorRequest, membership_id: int) -> HttpResponse:
    """Let a person work here again."""
    actions.reactivate(request.actor, membership_id, now=clock.now())
    say(request, _("Active again, with the roles of before."))
    return redirect("identity:person", membership_id=membership_id)


@page("identity.self", methods=BOTH)
def profile(request: ActorRequest, form: forms.Profile | None = None) -> HttpResponse:
    """One's own name, language, time zone and look; the ways to sign in are one step further."""
    if request.method == "POST" and form is None:
        form = forms.Profile(request.POST)
        if form.does(actions.change_profile, request.actor, now=clock.now(), **form.values):
            say(request, _("Saved."))
            answer = redirect("identity:profile")
            answer.delete_cookie("theme")  # a look chosen in this browser would win over the one just saved
            return answer
        return profile.show(request, form=form)
    me = queries.me(request.actor)
    own = {"name": me.name, "language": me.language, "zone": me.zone, "theme": me.theme or "device"}
    context = {"form": form or forms.Profile(initial=own), "me": me}
    return render(request, "identity/profile.html", context, status=422 if form else 200)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The language of whoever reads: kept in the browser, and for a person who is signed in with the person."""
    form = forms.Language(request.POST)
    actor: Actor | None = getattr(request, "actor", None)
    if actor is not None and form.is_valid():
        actions.choose_language(actor, now=clock.now(), **form.values)
    answer: HttpResponse = set_language(request)
    return answer


# --- Between signing in and working: there may be no actor yet -----------------------------------------------------


class PersonRequest(HttpRequest):
    """A request whose person is known, with everything they belong to; the organization may still be open."""

    user: Person
    memberships: list[Membership]


def _step(body: Callable[[PersonRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A page on the way in: for anybody who is signed in, on identity rows alone."""

    @wraps(body)
    def door(request: Any) -> HttpResponse:
        if request.method not in (*BOTH, "HEAD"):
            return HttpResponseNotAllowed(BOTH)
        return body(request) if request.user.is_authenticated else redirect_to_login(request.get_full_path())

    door.door = Door(None, BOTH)  # type: ignore[attr-defined]  # read by the house tests
    return door


@_step
def first_password(request: PersonRequest) -> HttpResponse:
    """A password of one's own in place of the temporary one (P06): nothing else opens before."""
    if not request.user.must_change_password:
        return see("/")
    if request.method != "POST":
        return render_bare(request, "identity/first_password.html", {"form": forms.FirstPassword()})
    form, actor = forms.FirstPassword(request.POST), _first_actor(request)
    if form.does(actions.choose_password, actor, password=form.values.get("password", ""), now=clock.now()):
        update_session_auth_hash(request, form.result)
        return see("/")
    return render_bare(request, "identity/first_password.html", {"form": form}, 422)


@_step
def choose(request: PersonRequest) -> HttpResponse:
    """Which organization to work in, for who belongs to several; kept for this sign-in."""
    if len(request.memberships) == 1:
        return see("/")
    status = 200
    if request.method == "POST":
        wanted = forms.Choice(request.POST).values.get("organization")
        chosen = next((member for member in request.memberships if member.organization_id == wanted), None)
        if chosen is not None:
            request.session[ORG_KEY] = chosen.organization_id
            record_sign_in(request, actor_of(chosen, address=address_of(request)))
            return see("/")
        status = 422
    context = {"memberships": request.memberships, "current": request.session.get(ORG_KEY), "labels": words.labels}
    return render_bare(request, "identity/choose.html", context, status)


def _first_actor(request: PersonRequest) -> Actor:
    return actor_of(request.memberships[0], address=address_of(request))


def _added(actor: Actor, new: actions.NewPerson) -> dict[str, Any]:
    return {"person": queries.person(actor, new.membership_id), **NOTES}
