"""The account: one reseller's relation with one customer organization."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Lower

from behalf.identity.models import Organization
from behalf.kit import tenancy
from behalf.kit.tenancy import Row

DETAILS = (
    "company", "contact_name", "contact_email", "contact_phone", "language",
    "address", "city", "province", "postal_code",
)  # fmt: skip
BILLING = ("billing_name", "billing_email")


class Account(Row):
    """A customer as one reseller knows it (P16-P18); the same organization may have accounts with several resellers."""

    tenancy = tenancy.Account(customer_reads=True, operator_reads=True)

    reseller = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    company = models.CharField(max_length=200)
    domain = models.CharField(max_length=253)
    brought = models.BooleanField(default=True, help_text="this reseller registered the domain, nobody else may")
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(max_length=254, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    address = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=100, blank=True)
    province = models.CharField(max_length=100, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    billing_name = models.CharField(max_length=200, blank=True)
    billing_email = models.EmailField(max_length=254, blank=True)
    external_id = models.CharField(max_length=60, blank=True, help_text="its id in the provider's portal")
    search = models.CharField(max_length=460, help_text="company and domain in lower case, what a search looks at")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reseller", "customer"], name="customers_account_once"),
            models.UniqueConstraint(Lower("domain"), condition=models.Q(brought=True), name="customers_domain_once"),
        ]
        indexes = [
            models.Index(fields=["reseller", "-id"], name="customers_of_reseller"),
            models.Index(fields=["reseller", "domain"], name="customers_by_domain"),
            models.Index(
                fields=["reseller", "external_id"], condition=~models.Q(external_id=""), name="customers_by_external_id"
            ),
        ]

    @property
    def name(self) -> str:
        """What the frame calls the customer in hand."""
        return self.company


class AccountRow(Row):
    """Base of every table about an account; ``**whose(account)`` fills its three keys."""

    tenancy = tenancy.Account()

    reseller = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


def whose(account: Account) -> dict[str, Any]:
    """The keys that tie a row to an account."""
    return {"reseller_id": account.reseller_id, "customer_id": account.customer_id, "account_id": account.pk}


def search_text(company: str, domain: str) -> str:
    """What ``Account.search`` holds."""
    return f"{company} {domain}".lower()
