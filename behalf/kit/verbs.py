"""Rights stand on the verb. ``@action`` changes something in one transaction, ``@query`` reads inside the door's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, Literal, ParamSpec, TypeVar

from django.utils.translation import gettext as _

from behalf.kit import tenancy
from behalf.kit.actor import Actor
from behalf.kit.errors import NotAllowed

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Verb:
    """What the register knows of an action or query."""

    right: str
    kind: Literal["action", "query"]
    name: str


_register: dict[str, Verb] = {}


def verbs() -> list[Verb]:
    """Every action and query that has been imported."""
    return list(_register.values())


def require(actor: Actor, right: str) -> None:
    """Raise NotAllowed unless the actor's roles give the right."""
    if not actor.may(right):
        raise NotAllowed(_("Your role does not allow this. Ask a global admin of your organization."))


def action(right: str) -> Callable[[Callable[Concatenate[Actor, P], R]], Callable[Concatenate[Actor, P], R]]:
    """A change: checks the right, runs in one transaction in the actor's name."""

    def decorate(change: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
        @wraps(change)
        def call(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            require(actor, right)
            with tenancy.acting(actor):
                return change(actor, *args, **kwargs)

        return _registered(call, right, "action")

    return decorate


def query(right: str) -> Callable[[Callable[Concatenate[Actor, P], R]], Callable[Concatenate[Actor, P], R]]:
    """A read: checks the right, and that the door opened a transaction in the actor's name."""

    def decorate(read: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
        @wraps(read)
        def call(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            require(actor, right)
            tenancy.must_be_acting(actor)
            return read(actor, *args, **kwargs)

        return _registered(call, right, "query")

    return decorate


def _registered(
    call: Callable[Concatenate[Actor, P], R], right: str, kind: Literal["action", "query"]
) -> Callable[Concatenate[Actor, P], R]:
    name = f"{call.__module__}.{call.__qualname__}"
    _register[name] = Verb(right, kind, name)
    call.verb = _register[name]  # type: ignore[attr-defined]  # read by the house tests
    return call
