"""The first organizations of an installation without the demo world."""

from __future__ import annotations

import re
from dataclasses import dataclass

from behalf.identity import actions as identity
from behalf.identity.models import Organization
from behalf.kit import errors
from behalf.kit.actor import Actor, Tier, system
from behalf.kit.clock import now
from behalf.kit.tenancy import acting, identity_rows
from behalf.site.halt import Exit, Halt


@dataclass(frozen=True)
class Founded:
    """What was made; the temporary password is here and nowhere else."""

    organization_id: int
    organization: str
    email: str
    temporary_password: str | None


def found(*, kind: Tier, name: str, prefix: str, admin: str, email: str, language: str, zone: str) -> Founded:
    """Make an organization and its first global admin, as the operator's own system."""
    operator = _operator()
    if kind == "operator" and operator is not None:
        raise Halt(f"There is an operator already: {operator.org_name}.")
    actor = operator or system("operator", 0)
    at = now()
    try:
        with acting(actor):  # both or neither
            organization_id = identity.found(
                actor, kind=kind, name=name, prefix=_prefix(prefix, name), language=language, zone=zone, now=at
            )
            person = identity.add_first_admin(
                actor, organization_id, name=admin, email=email, language=language, now=at
            )
    except errors.Refusal as refusal:
        raise Halt(refusal.message, Exit.USAGE) from refusal
    return Founded(organization_id, name, person.email, person.temporary_password)


def _operator() -> Actor | None:
    with identity_rows():
        row = Organization.objects.filter(kind="operator").first()
    return system("operator", row.pk, org_name=row.name) if row else None


def _prefix(wish: str, name: str) -> str:
    """The letters before case numbers: as wished, or from the name and not in use yet."""
    with identity_rows():
        taken = set(Organization.objects.exclude(kind="customer").values_list("prefix", flat=True))
    if wish in taken:
        raise Halt(f"The prefix {wish} is taken: choose another with --prefix.", Exit.USAGE)
    letters = re.sub(r"[^A-Z]", "", name.upper())[:2] or "BE"
    numbered = (f"{letters}{number}" for number in range(2, 100))
    return wish or next(free for free in (letters, *numbered) if free not in taken)
