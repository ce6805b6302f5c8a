"""A reseller as the operator knows it, and the support that it offers its customers."""

from __future__ import annotations

from django.db import models

from behalf.identity.models import Organization
from behalf.kit.tenancy import Row, Standing

PARTNER_PROFILE = (
    "legal_name", "address", "city", "province", "postal_code",
    "contact_name", "contact_email", "contact_phone",
)  # fmt: skip
ORGANIZATION_PROFILE = ("directory_domain", "directory_contact", "directory_email")
SUPPORT_PROFILE = ("email", "phone", "website", "hours", "languages")


class Reseller(Row):
    """A reseller's standing, kept by the operator, and the two profiles that the reseller keeps itself (P05)."""

    tenancy = Standing(own_updates=(*PARTNER_PROFILE, *ORGANIZATION_PROFILE))

    class Kind(models.TextChoices):
        DIRECT = "direct"
        INDIRECT_PROVIDER = "indirect_provider"
        INDIRECT_RESELLER = "indirect_reseller"

    class Status(models.TextChoices):
        ACTIVE = "active"
        SUSPENDED = "suspended"

    organization = models.OneToOneField(Organization, on_delete=models.PROTECT, related_name="+")
    operator = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.DIRECT)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    premium = models.BooleanField(default=False, help_text="has the agreement that severity A at the operator needs")
    mpn_id = models.CharField(max_length=20, blank=True)
    enrolled_at = models.DateTimeField()

    legal_name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=100, blank=True)
    province = models.CharField(max_length=100, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(max_length=254, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)

    directory_domain = models.CharField(max_length=253, blank=True)
    directory_contact = models.CharField(max_length=200, blank=True)
    directory_email = models.EmailField(max_length=254, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=["active", "suspended"]), name="partners_status"),
        ]


class SupportProfile(Row):
    """How a reseller's customers reach its support (P03); shown to customers and to the operator."""

    tenancy = Standing(own_updates=("name", *SUPPORT_PROFILE, "updated_at"), customers_read=True)

    organization = models.OneToOneField(Organization, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    website = models.URLField(max_length=300, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    languages = models.CharField(max_length=200, blank=True)
    updated_at = models.DateTimeField()
