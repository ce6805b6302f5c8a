"""Delegations, on-behalf sessions with every step taken in them, and what became of the settings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from behalf.administration.deciding import UNSETTLED, Outcome
from behalf.catalog.models import Service
from behalf.customers.models import AccountRow
from behalf.kit import tenancy

NOBODY = 0
"""The agent of nothing: no person has this id, and the system opens no sessions."""


class Delegation(AccountRow):
    """The customer lets a reseller administer one service; kept when removed, granting again adds a row (P28)."""

    tenancy = tenancy.Account(
        customer_reads=True,
        customer_inserts=True,
        customer_updates=("removed_at", "removed_by_name"),
        operator_reads=True,
    )

    class Role(models.TextChoices):
        TRANSACTING = "transacting"
        SUPPORT = "support"

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=Role, default=Role.TRANSACTING)
    granted_at = models.DateTimeField()
    granted_by_name = models.CharField(max_length=200, blank=True, help_text="empty: granted with the sale")
    removed_at = models.DateTimeField(null=True)
    removed_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "service"], condition=Q(removed_at=None), name="administration_delegated_once"
            ),
            models.UniqueConstraint(
                fields=["customer", "service"],
                condition=Q(removed_at=None, role="transacting"),
                name="administration_one_transacting",
            ),
        ]


class OnBehalfSession(AccountRow):
    """One agent works in one service of one customer, for a stated reason and a limited time."""

    tenancy = tenancy.Account(
        customer_reads=True, customer_updates=("ended_at", "ended_how", "ended_by_name"), operator_reads=False
    )

    class Ended(models.TextChoices):
        BY_HAND = "by_hand"
        TIME = "time"
        DELEGATION_REMOVED = "delegation_removed"
        DEACTIVATED = "deactivated"

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    agent_id = models.BigIntegerField()
    agent_name = models.CharField(max_length=200)
    reason = models.CharField(max_length=300, blank=True)
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    about_label = models.CharField(max_length=100, blank=True)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    extended = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=20, choices=Ended, blank=True)
    ended_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agent_id", "account", "service"],
                condition=Q(ended_at=None),
                name="administration_one_session",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") | ~Q(about_label=""), name="administration_session_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_how="") | (Q(ended_at__isnull=False) & ~Q(ended_how="")),
                name="administration_session_end_is_told",
            ),
        ]
        indexes = [models.Index(fields=["account", "-id"], name="administration_sessions_of")]

    @property
    def why(self) -> str:
        """The case, else the reason given."""
        return self.about_label or self.reason


class SettingState(AccountRow):
    """A setting as it was last read, and what the baseline said of it then."""

    tenancy = tenancy.Account(customer_reads=False)

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    value = models.JSONField(null=True, help_text="null: nothing is set")
    etag = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=20)
    judged_by = models.PositiveIntegerField(help_text="version of the baseline")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "service", "key"], name="administration_setting_once")
        ]
        indexes = [
            models.Index(
                fields=["reseller", "account", "service", "state"],
                include=["read_at"],
                condition=Q(state__in=["missing", "weak"]),
                name="administration_findings",
            )
        ]


class SettingChange(AccountRow):
    """A correction: recorded as an intention with the value before, then what the provider made of it."""

    tenancy = tenancy.Account(customer_reads=True)

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(OnBehalfSession, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    before = models.JSONField(null=True, help_text="null: nothing was set")
    wanted = models.JSONField(null=True)
    found = models.JSONField(null=True, help_text="what was read back; only with found_at")
    found_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, default=Outcome.PLANNED.value)
    trouble = models.CharField(max_length=300, blank=True)
    told_customer = models.BooleanField(default=False)
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    agent_name = models.CharField(max_length=200)
    planned_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "service", "key"],
                condition=Q(outcome__in=[outcome.value for outcome in UNSETTLED]),
                name="administration_one_change_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["account", "service", "-id"], name="administration_changes_of")]


class Step(AccountRow):
    """One thing an agent did for a customer, in the order it happened; the customer reads every one."""

    tenancy = tenancy.Account(customer_reads=True, customer_inserts=True, append_only=True)

    class Kind(models.TextChoices):
        BEGAN = "began"
        EXTENDED = "extended"
        ENDED = "ended"
        READ_SETTINGS = "read_settings"
        READ_USERS = "read_users"
        HANDED_OVER = "handed_over"
        CORRECTED = "corrected"
        UNDID = "undid"

    session = models.ForeignKey(OnBehalfSession, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    change = models.ForeignKey(SettingChange, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    note = models.CharField(max_length=40, blank=True, help_text="how a session ended; which reading failed")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["account", "-id"], name="administration_steps_of"),
            models.Index(fields=["customer", "-id"], name="administration_steps_cust"),
            models.Index(
                fields=["account", "service", "-at"],
                condition=Q(kind="read_settings", note=""),
                name="administration_looked_at",
            ),
        ]
