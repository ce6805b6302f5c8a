"""What the demo's people have in common, and the files that the world is read from."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from behalf.identity.models import Membership
from behalf.identity.rules import roles_of

PASSWORD = "behalf demo"  # noqa: S105 - known to everybody by design: it guards an invented world
DOES = {
    "admin_agent": "admin agent",
    "sales_agent": "sales agent",
    "helpdesk_agent": "help desk agent",
    "global_admin": "global admin",
    "billing_admin": "billing admin",
    "user_admin": "user management admin",
    "operator_engineer": "engineer",
    "operator_reviewer": "reviewer",
    "operator_publisher": "publisher",
    "operator_admin": "admin",
    "customer_admin": "admin",
}


def read(name: str) -> dict[str, Any]:
    """One of the files beside this one, as it stands."""
    return tomllib.loads(files("behalf.site.demo").joinpath(f"{name}.toml").read_text("utf-8"))


def doing(member: Membership) -> str:
    """What somebody does there, in a few words."""
    roles = roles_of(member.agent, member.admin, member.role)
    return " and ".join(DOES[role] for role in DOES if role in roles)
