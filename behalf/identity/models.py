"""Identity rows: read before there is an actor, so only the login roles reach them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from behalf.kit.tenancy import Identity

ORG_KEY = "behalf_org"  # where a session keeps the organization that its person chose


class Organization(models.Model):
    """An operator, a reseller or a customer. Nothing but its identity hangs here."""

    tenancy = Identity()

    class Kind(models.TextChoices):
        OPERATOR = "operator"
        RESELLER = "reseller"
        CUSTOMER = "customer"

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200)
    prefix = models.CharField(max_length=4, help_text="the letters before its case numbers")
    language = models.CharField(max_length=10, default="zh-hans")
    zone = models.CharField(max_length=40, default="Asia/Shanghai")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["prefix"], condition=~models.Q(kind="customer"), name="identity_prefix_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class People(BaseUserManager["Person"]):
    """Persons by their e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """One human being who signs in, in however many organizations."""

    tenancy = Identity()

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="zh-hans")
    zone = models.CharField(max_length=40, default="Asia/Shanghai")
    theme = models.CharField(max_length=5, blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects: ClassVar[People] = People()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="identity_email_once")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Membership(models.Model):
    """A person in an organization. A reseller's people have an agent and an admin setting (P06); others one role."""

    tenancy = Identity()

    class Agent(models.TextChoices):
        NONE = "none"
        ADMIN = "admin"
        SALES = "sales"
        HELPDESK = "helpdesk"

    class Admin(models.TextChoices):
        NONE = "none"
        GLOBAL = "global"
        BILLING = "billing"
        USER = "user"

    class Role(models.TextChoices):
        NONE = ""
        OPERATOR_ENGINEER = "operator_engineer"
        OPERATOR_REVIEWER = "operator_reviewer"
        OPERATOR_PUBLISHER = "operator_publisher"
        OPERATOR_ADMIN = "operator_admin"
        CUSTOMER_ADMIN = "customer_admin"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="memberships")
    agent = models.CharField(max_length=10, choices=Agent, default=Agent.NONE)
    admin = models.CharField(max_length=10, choices=Admin, default=Admin.NONE)
    role = models.CharField(max_length=20, choices=Role, blank=True, default=Role.NONE)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    deactivated_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organization"], name="identity_member_once"),
            models.CheckConstraint(
                condition=models.Q(role="") | models.Q(agent="none", admin="none"), name="identity_one_way_of_roles"
            ),
        ]
        indexes = [models.Index(fields=["organization", "is_active"], name="identity_members_of")]

    def deactivate(self, at: datetime) -> None:
        """From this instant on the membership gives nothing any more."""
        self.is_active, self.deactivated_at = False, at

    def __str__(self) -> str:
        return f"{self.person_id} in {self.organization_id}"


def person_row(**values: Any) -> Person:
    """A new person with the e-mail address in its one stored form."""
    return Person(**{**values, "email": Person.objects.normalize_email(values["email"]).strip().lower()})
