"""The demo world: one operator, three resellers, their customers, and three months of work, told through the rooms.

The same at every loading but for its dates, which end at the moment of loading. Everything happens in one transaction,
so that a loading that is broken off leaves nothing behind.
"""

from __future__ import annotations

from django.db import transaction

from behalf.identity.models import Membership
from behalf.kit import clock
from behalf.kit.tenancy import identity_rows
from behalf.site.demo import business, conversations, founding, health, mail, robots
from behalf.site.demo.provider import provider
from behalf.site.demo.story import Story
from behalf.site.demo.words import PASSWORD, doing
from behalf.site.welcome import Person


def load() -> None:
    """Tell the whole past into an empty database; everything that follows from it is done before this returns."""
    with provider() as simulator, transaction.atomic():
        story = Story(clock.now())
        founding.found(story)
        health.plan(story)
        business.plan(story, simulator)
        conversations.plan(story)
        mail.plan(story)
        robots.plan(story)
        story.run()


def people() -> list[Person]:
    """Who can sign in: operator first, then the resellers, then those customers that have a sign-in."""
    with identity_rows():
        members = list(
            Membership.objects.filter(is_active=True)
            .select_related("person", "organization")
            .order_by("organization_id", "id")
        )
    places = {"operator": 0, "reseller": 1, "customer": 2}
    members.sort(key=lambda member: places[member.organization.kind])
    return [
        Person(
            name=member.person.name,
            email=member.person.email,
            password=PASSWORD,
            what=f"{doing(member)}, {member.organization.name}",
            settings=(member.agent, member.admin, member.role),
            organization=member.organization.name,
        )
        for member in members
    ]
