"""What a customer bought, the notices that count down to a deletion, and files to import."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from behalf.catalog.models import Offer
from behalf.customers.models import AccountRow
from behalf.identity.models import Organization
from behalf.kit.tenancy import Account, Desk, Row


class Subscription(AccountRow):
    """An offer bought for a number of seats. Suspended, it counts down to its deletion (P22)."""

    tenancy = Account(customer_reads=True, operator_reads=True)

    class Status(models.TextChoices):
        ACTIVE = "active"
        SUSPENDED = "suspended"
        DELETED = "deleted"

    class Reason(models.TextChoices):
        CUSTOMER_REQUEST = "customer_request"
        NON_PAYMENT = "non_payment"
        FRAUD = "fraud"
        ELSEWHERE = "elsewhere", "suspended before it was imported"

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    nickname = models.CharField(max_length=200, blank=True)
    seats = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    suspended_at = models.DateTimeField(null=True)
    delete_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    external_id = models.CharField(max_length=60, blank=True, help_text="its id in the provider's portal")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(seats__gte=1), name="subscriptions_seats"),
            models.CheckConstraint(
                condition=(Q(status="suspended", suspended_at__isnull=False, delete_at__isnull=False) & ~Q(reason=""))
                | Q(status="active", suspended_at__isnull=True, delete_at__isnull=True, reason="")
                | Q(status="deleted", deleted_at__isnull=False),
                name="subscriptions_state_is_whole",
            ),
            models.UniqueConstraint(
                fields=["reseller", "external_id"], condition=~Q(external_id=""), name="subscriptions_imported_once"
            ),
        ]
        indexes = [
            models.Index(fields=["reseller", "delete_at"], condition=Q(status="suspended"), name="subscriptions_due"),
            models.Index(
                fields=["reseller", "offer", "account"], condition=Q(status="active"), name="subscriptions_live"
            ),
        ]


class DeletionNotice(AccountRow):
    """That reseller and customer were told how many days are left, once for each suspension and threshold."""

    tenancy = Account(customer_reads=False)

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="+")
    suspended_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "suspended_at", "days"], name="subscriptions_notice_once"),
        ]


class ImportFile(Row):
    """A file as it came, kept before anything is read from it, with what became of it."""

    tenancy = Desk()

    class Kind(models.TextChoices):
        CUSTOMERS = "customers"
        SUBSCRIPTIONS = "subscriptions"
        PEOPLE = "people"

    class State(models.TextChoices):
        RECEIVED = "received"
        UNREADABLE = "unreadable"
        CHECKED = "checked"
        RUNNING = "running"
        STOPPED = "stopped"
        DONE = "done"

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=15, choices=Kind)
    name = models.CharField(max_length=200)
    raw = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    encoding = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    problem = models.TextField(blank=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    received_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["org", "-id"], name="subscriptions_imports")]


class ImportLine(Row):
    """A line of an imported file: what would happen (dry run), and what did."""

    tenancy = Desk()

    class Outcome(models.TextChoices):
        ADDED = "added"
        CHANGED = "changed"
        SAME = "same"
        REFUSED = "refused"

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=300)
    values = models.JSONField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    note = models.TextField(blank=True)
    done = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="subscriptions_import_line_once")]
