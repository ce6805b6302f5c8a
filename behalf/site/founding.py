"""The first organizations of an installation without the demo world."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from zoneinfo import available_timezones

from behalf.audit import actions as audit
from behalf.identity import actions as identity
from behalf.identity.models import Organization
from behalf.kit import errors
from behalf.kit.actor import Actor, system
from behalf.kit.clock import now
from behalf.kit.tenancy import acting, identity_rows
from behalf.partners import actions as partners
from behalf.partners.forms import Enrolment
from behalf.partners.models import Reseller
from behalf.site.halt import Exit, Halt
from behalf.site.tongue import gettext as _

OPTIONS = {"admin_name": "--admin", "admin_email": "--email", "prefix": "--prefix"}
ANY_PREFIX = "BE"


@dataclass(frozen=True)
class Founded:
    """What was made; the temporary password is here and nowhere else."""

    organization_id: int
    organization: str
    email: str
    temporary_password: str | None


@dataclass(frozen=True)
class Wish:
    """What is to be founded, and who is its first global admin."""

    name: str
    prefix: str
    admin: str
    email: str
    language: str
    zone: str


def found_operator(wish: Wish) -> Founded:
    """Make the one operator and its first admin; both or neither."""
    if present := _operator():
        raise Halt(_("There is an operator already: %(name)s.") % {"name": present.org_name})
    wish = _sound(wish)
    actor, at = system("operator", 0), now()
    with _told(), acting(actor):
        organization_id = identity.found(
            actor, kind="operator", name=wish.name, prefix=_prefix(wish), language=wish.language, zone=wish.zone, now=at
        )
        own = system("operator", organization_id, org_name=wish.name)
        with acting(own):  # nobody stands above the operator: it invites its admin, and its journal begins with this
            admin = identity.add_first_admin(
                own, organization_id, name=wish.admin, email=wish.email, language=wish.language, now=at
            )
            subject = ("organization", organization_id, wish.name)
            audit.record(own, "organizations.founded", subject=subject, after={"admin": admin.email}, at=at)
    return Founded(organization_id, wish.name, admin.email, admin.temporary_password)


def found_reseller(wish: Wish) -> Founded:
    """Enrol a reseller with the operator, as the operator's own system; both or neither."""
    operator = _operator()
    if operator is None:
        raise Halt(_("There is no operator yet, and resellers belong to one: `behalf init operator` makes it."))
    wish = _sound(wish)
    with _told():
        made = partners.enrol(
            operator,
            name=wish.name,
            prefix=_prefix(wish),
            admin_name=wish.admin,
            admin_email=wish.email,
            language=wish.language,
            zone=wish.zone,
            now=now(),
        )
    return Founded(made.reseller_id, wish.name, made.admin.email, made.admin.temporary_password)


def _sound(wish: Wish) -> Wish:
    """The wish without blanks around it; Halt for what the operator's own page of enrolment would not take either."""
    typed = {
        "name": wish.name,
        "prefix": wish.prefix or ANY_PREFIX,
        "admin_name": wish.admin,
        "admin_email": wish.email,
    }
    form = Enrolment({**typed, "kind": Reseller.Kind.DIRECT, "language": wish.language})
    for field, messages in form.errors.items():
        raise Halt(f"{OPTIONS.get(field, field)}: {messages[0]}", Exit.USAGE)
    if wish.zone not in available_timezones():
        raise Halt(_("There is no time zone %(zone)s: see --zone.") % {"zone": wish.zone}, Exit.USAGE)
    return replace(wish, name=form.values["name"], admin=form.values["admin_name"])


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except errors.Refusal as refusal:
        raise Halt(refusal.message, Exit.USAGE) from refusal


def _operator() -> Actor | None:
    with identity_rows():
        row = Organization.objects.filter(kind="operator").first()
    return system("operator", row.pk, org_name=row.name) if row else None


def _prefix(wish: Wish) -> str:
    """The letters before case numbers: as wished, or from the name and not in use yet."""
    with identity_rows():
        taken = set(Organization.objects.exclude(kind="customer").values_list("prefix", flat=True))
    if wish.prefix in taken:
        raise Halt(
            _("The prefix %(prefix)s is taken: choose another with --prefix.") % {"prefix": wish.prefix}, Exit.USAGE
        )
    letters = re.sub(r"[^A-Z]", "", wish.name.upper())[:2] or ANY_PREFIX
    numbered = (f"{letters}{number}" for number in range(2, 100))
    return wish.prefix or next(free for free in (letters, *numbered) if free not in taken)
