"""Organizations and their people, the catalogue, profiles: what was there before the story begins."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password

from behalf.agreements import actions as agreements
from behalf.catalog import actions as catalog
from behalf.catalog.models import Offer, Service
from behalf.channels import actions as channels
from behalf.identity import actions as identity
from behalf.identity import queries as identity_queries
from behalf.identity.models import person_row
from behalf.kit.actor import Actor, system
from behalf.kit.tenancy import acting, identity_rows
from behalf.partners import actions as partners
from behalf.site.demo.story import Story
from behalf.site.demo.words import PASSWORD, read

PINNED = ("office-365-e3", "office-365-business-premium", "azure")


class Register:
    """Gives people their sign-in with the demo's password before an organization takes them in."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.password = make_password(PASSWORD)

    def enter(self, email: str, name: str, *, language: str, zone: str = "Asia/Shanghai") -> None:
        """Somebody with a sign-in, who belongs nowhere yet."""
        person = person_row(email=email, name=name, language=language, zone=zone, created_at=self.at)
        person.password = self.password
        with identity_rows():
            person.save()


def found(story: Story) -> None:
    """Found everything at once, in the names of those who would have done it."""
    at = story.ago(days=420)
    facts, register = read("people"), Register(at)
    operator = _operator(story, facts["operator"], register, at)
    _catalogue(story, operator, at)
    for row in facts["reseller"]:
        _reseller(story, operator, row, register, at)
    customers = read("customers")
    for domain, email in customers["admins"].items():
        name, language = next(
            (row[2], row[3]) for key in story.known.resellers for row in customers[key] if row[0] == domain
        )
        register.enter(email, name, language=language, zone="Asia/Tokyo" if domain.endswith(".jp") else "Asia/Shanghai")
        story.known.admins[domain] = email


def _operator(story: Story, facts: dict[str, Any], register: Register, at: datetime) -> Actor:
    nobody = system("operator", 0)
    with acting(nobody):
        story.known.operator = identity.found(
            nobody, kind="operator", name=facts["name"], prefix=facts["prefix"], now=at
        )
    operator = system("operator", story.known.operator, org_name=facts["name"])
    for email, name, language, role in facts["people"]:
        register.enter(email, name, language=language)
        identity.add_person(operator, name=name, email=email, role=role, language=language, now=at)
    return operator


def _catalogue(story: Story, operator: Actor, at: datetime) -> None:
    catalog.load(operator, now=at)
    with acting(operator):
        story.known.services = dict(Service.objects.visible_to(operator).values_list("code", "pk"))
        story.known.offers = dict(Offer.objects.visible_to(operator).values_list("code", "pk"))


def _reseller(story: Story, operator: Actor, row: dict[str, Any], register: Register, at: datetime) -> None:
    language, zone = row["language"], row["zone"]
    email, name = row["admin"]
    register.enter(email, name, language=language, zone=zone)
    made = partners.enrol(
        operator, name=row["name"], prefix=row["key"], premium=row["premium"], admin_name=name, admin_email=email,
        language=language, zone=zone, now=at,
    )  # fmt: skip
    story.known.resellers[row["key"]] = made.reseller_id
    own = system("reseller", made.reseller_id, org_name=row["name"])
    if row["key"] != "SH":  # in a small house the global admin serves customers, too
        identity.change_roles(own, made.admin.membership_id, agent="admin", now=at)
    for email, name, language, agent, admin in row["people"]:
        register.enter(email, name, language=language, zone=zone)
        identity.add_person(own, name=name, email=email, agent=agent, admin=admin, language=language, now=at)
    partners.edit_support_profile(own, now=at, **row["support"])
    channels.add_inbox(own, address=row["support"]["email"], kind="how_to", severity="B", now=at)
    partners.edit_partner_profile(own, now=at, **row["profile"])
    for code in PINNED:
        catalog.pin(own, story.known.offers[code], now=at)
    _duty(own, at)


def _duty(own: Actor, at: datetime) -> None:
    """The agents take turns week by week; the first global admin hears of what is raised."""
    agreements.begin(own, now=at)
    with acting(own):
        people = identity_queries.colleagues(own)
    agents = [each.person_id for each in people if each.roles & {"admin_agent", "helpdesk_agent"}]
    lead = next(each.person_id for each in people if "global_admin" in each.roles)
    agreements.set_duty(own, people=agents, since=at.date(), lead_id=lead, now=at)
