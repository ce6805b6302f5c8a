"""Which roles a membership gives, and who may give what to whom (domain.md 2.2; P03, P06)."""

from __future__ import annotations

from behalf.kit.actor import Tier

AGENT_ROLES = {"admin": "admin_agent", "sales": "sales_agent", "helpdesk": "helpdesk_agent"}
ADMIN_ROLES = {"global": "global_admin", "billing": "billing_admin", "user": "user_admin"}
ROLES_OF_TIER: dict[Tier, tuple[str, ...]] = {
    "operator": ("operator_engineer", "operator_reviewer", "operator_publisher", "operator_admin"),
    "reseller": (*AGENT_ROLES.values(), *ADMIN_ROLES.values()),
    "customer": ("customer_admin",),
}


def roles_of(agent: str, admin: str, role: str) -> frozenset[str]:
    """The roles of a membership; the rights of the agent and the admin setting add up (P06)."""
    found = {AGENT_ROLES.get(agent), ADMIN_ROLES.get(admin), role or None}
    return frozenset(name for name in found if name)


def may_grant_admin(granter: frozenset[str]) -> bool:
    """Only a global admin gives admin roles (P03); the operator's and the customer's admins rule their own house."""
    return bool(granter & {"global_admin", "operator_admin", "customer_admin", "system"})


def is_admin(agent: str, admin: str, role: str) -> bool:
    """Whether the settings hold anything that only a global admin gives and takes."""
    return admin != "none" or bool(role)


def is_last(others: int) -> bool:
    """Whether the person is the organization's last one who can give admin roles; that one stays."""
    return others == 0
