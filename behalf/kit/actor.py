"""Who acts, for which organization, with which roles. Made once per request or job, never changed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

Tier = Literal["operator", "reseller", "customer"]

TIERS: tuple[Tier, ...] = ("operator", "reseller", "customer")

RESELLER_ROLES = ("admin_agent", "sales_agent", "helpdesk_agent", "global_admin", "billing_admin", "user_admin")
OPERATOR_ROLES = ("operator_engineer", "operator_reviewer", "operator_publisher", "operator_admin")
CUSTOMER_ROLES = ("customer_admin",)
ROLES: tuple[str, ...] = RESELLER_ROLES + OPERATOR_ROLES + CUSTOMER_ROLES

SYSTEM = "system"

_rights: dict[str, frozenset[str]] = {}


def declare(rights: dict[str, set[str]]) -> None:
    """Add a room's rights to the table: ``{"cases.reply": {"admin_agent", …}}``.

    Raises ValueError for a role that does not exist or a right declared twice with different roles.
    """
    for right, roles in rights.items():
        if unknown := roles - set(ROLES):
            raise ValueError(f"{right}: unknown roles {sorted(unknown)}")
        if _rights.get(right, frozenset(roles)) != frozenset(roles):
            raise ValueError(f"{right} is declared twice")
        _rights[right] = frozenset(roles)


def rights() -> dict[str, frozenset[str]]:
    """The table of rights: verb -> roles that may use it."""
    return dict(sorted(_rights.items()))


@dataclass(frozen=True, slots=True)
class Actor:
    """One person (or the organization's own system) in one organization, for one request or job."""

    tier: Tier
    org_id: int
    roles: frozenset[str]
    person_id: int | None = None
    name: str = ""
    org_name: str = ""
    language: str = "en"
    zone: str = "Asia/Shanghai"
    theme: str = ""
    address: str = ""
    organizations: int = field(default=1, compare=False)

    def may(self, right: str) -> bool:
        """Whether this actor's roles give the right. An undeclared right is a programming error: KeyError."""
        roles = _rights[right]
        return SYSTEM in self.roles or not roles.isdisjoint(self.roles)

    @property
    def person(self) -> int:
        """The person's id; LookupError when nobody in person acts."""
        if self.person_id is None:
            raise LookupError("the system is nobody in person")
        return self.person_id

    @property
    def is_system(self) -> bool:
        """Whether nobody in person acts, but the organization's own rules."""
        return SYSTEM in self.roles

    def as_system(self) -> Actor:
        """The same organization's system: for what follows from an act, whoever did it."""
        return replace(self, roles=frozenset({SYSTEM}))


def system(tier: Tier, org_id: int, *, org_name: str = "") -> Actor:
    """The system actor of an organization, for jobs and handlers."""
    return Actor(tier=tier, org_id=org_id, roles=frozenset({SYSTEM}), org_name=org_name, name="Behalf")
