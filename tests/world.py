"""The small world that every test tells its story in.

An operator; two resellers, *alpha* (Shanghai) and *beta* (a stranger to alpha); customers *one* and *two* of alpha and
*three* of beta; in each organization one person per role. Rooms furnish it bottom to top through
``furnish(world)`` in their ``tests/factories.py``: what a room adds, it adds through its own actions.
"""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from behalf.identity import actions as identity
from behalf.identity.directory import actor_of
from behalf.identity.models import Membership, Organization
from behalf.kit import jobs
from behalf.kit.actor import Actor, Tier, system
from behalf.kit.tenancy import acting
from behalf.site import rooms

NOW = datetime(2026, 11, 24, 6, 32, tzinfo=UTC)  # a Tuesday, 14:32 in Shanghai
PASSWORD = "correct horse battery staple"

OPERATOR_ROLES = ("operator_engineer", "operator_reviewer", "operator_publisher", "operator_admin")
RESELLER_ROLES = {
    "admin_agent": ("admin", "none"),
    "sales_agent": ("sales", "none"),
    "helpdesk_agent": ("helpdesk", "none"),
    "global_admin": ("none", "global"),
    "billing_admin": ("none", "billing"),
    "user_admin": ("none", "user"),
}


class Capture:
    """What was deferred while a test listens: (job name, tier, organization, arguments); the queue gets it as well."""

    def __init__(self) -> None:
        self.jobs: list[tuple[str, Tier, int, dict[str, Any]]] = []

    def __call__(self, job: jobs.Deferred) -> bool:
        self.jobs.append((job.name, job.tier, job.org_id, job.arguments))
        return False


CAPTURE = Capture()


class World(dict[str, Any]):
    """What stands in the world, by name: ``world.alpha`` (organization id), ``world.actor("alpha", "sales_agent")``."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"nobody furnished the world with {name!r}") from None

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def actor(self, organization: str, role: str | None = None) -> Actor:
        """The person of an organization with this role (default: its first), as an Actor."""
        people: dict[str, Actor] = self["people"][organization]
        return people[role] if role else next(iter(people.values()))

    def system(self, organization: str) -> Actor:
        """The organization's system actor."""
        return system(self.actor(organization).tier, self[organization])


def build() -> World:
    """Found the organizations and their people, then let each room furnish its part."""
    world = World(people={}, emails={})
    world.operator = _organization("operator", "蓝云网络", "OP")
    world.alpha = _organization("reseller", "上海云汇信息技术有限公司", "SH")
    world.beta = _organization("reseller", "ミナト・クラウド合同会社", "MC")
    for role in OPERATOR_ROLES:
        _person(world, "operator", role, role=role)
    for reseller in ("alpha", "beta"):
        for role, (agent, admin) in RESELLER_ROLES.items():
            _person(world, reseller, role, agent=agent, admin=admin)
    for name, company in (
        ("one", "苏州澄海生物科技有限公司"),
        ("two", "Lakeside Robotics (Suzhou)"),
        ("three", "港南商事"),
    ):
        world[name] = _organization("customer", company, "")
        _person(world, name, "customer_admin", role="customer_admin")
    for room in rooms.ROOMS:
        if _has_factories(room):
            import_module(f"behalf.{room}.tests.factories").furnish(world)
    return world


def run_jobs(limit: int = 200) -> list[str]:
    """Do what was deferred, and what that deferred in turn; returns the jobs' names."""
    done: list[str] = []
    while CAPTURE.jobs:
        name, tier, org_id, arguments = CAPTURE.jobs.pop(0)
        jobs.run(name, tier, org_id, arguments)
        done.append(name)
        assert len(done) < limit, "jobs defer each other without end"
    return done


def _organization(kind: str, name: str, prefix: str) -> int:
    return Organization.objects.create(kind=kind, name=name, prefix=prefix, created_at=NOW).pk


def _person(world: World, organization: str, label: str, **settings: str) -> None:
    owner = system(_tier(world[organization]), world[organization])
    email = f"{label.replace('_', '-')}@{organization}.example"
    with acting(owner):
        new = identity.add_person(
            owner, name=f"{label} of {organization}", email=email, language="en", now=NOW, **settings
        )
    member = Membership.objects.select_related("person", "organization").get(pk=new.membership_id)
    member.person.set_password(PASSWORD)
    member.person.must_change_password = False
    member.person.save()
    world["people"].setdefault(organization, {})[label] = actor_of(member)
    world["emails"][(organization, label)] = email


def _tier(organization_id: int) -> Any:
    return Organization.objects.get(pk=organization_id).kind


def _has_factories(room: str) -> bool:
    return (
        find_spec(f"behalf.{room}") is not None
        and find_spec(f"behalf.{room}.tests") is not None
        and find_spec(f"behalf.{room}.tests.factories") is not None
    )
