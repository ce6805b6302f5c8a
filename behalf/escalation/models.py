"""What is kept here (drafts, links) and what crosses the tier (dossiers, messages: never changed once written)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.db.models import Q

from behalf.cases.models import Case
from behalf.identity.models import Organization
from behalf.kit.tenancy import Desk, Exchange, Row


class Draft(Row):
    """What an agent has prepared for the gate of one case."""

    tenancy = Desk()

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.CharField(max_length=20)
    settings_not_applicable = models.CharField(max_length=500, blank=True)
    lack = models.CharField(max_length=20, blank=True)
    lack_words = models.CharField(max_length=500, blank=True)
    impact = models.CharField(max_length=500, blank=True)
    overrides = models.JSONField(default=dict, help_text="item -> reason")
    incidents = models.JSONField(default=dict, help_text="incident id -> {stance, reason}")
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "case"], name="escalation_one_draft")]


class Dossier(Row):
    """What went up: the problem, the evidence and the reseller's contact. Never the customer's people, never notes."""

    tenancy = Exchange()

    class Kind(models.TextChoices):
        CUSTOMER = "customer"
        PORTAL = "portal"

    from_org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.CharField(max_length=20, help_text="the reseller's case, or its own number for a portal request")
    reseller_name = models.CharField(max_length=200)
    company = models.CharField(max_length=200, blank=True)
    domain = models.CharField(max_length=253, blank=True)
    service_id = models.BigIntegerField(null=True)
    service_name = models.CharField(max_length=200, blank=True)
    seats = models.IntegerField(null=True)
    topic = models.CharField(max_length=20)
    severity_asked = models.CharField(max_length=1)
    severity = models.CharField(max_length=1)
    impact = models.CharField(max_length=500, blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    contact_name = models.CharField(max_length=200)
    contact_email = models.CharField(max_length=254, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    evidence = models.JSONField(default=dict, help_text="the gate as it stood: items, incidents, tried, lack")
    sent_at = models.DateTimeField()
    sent_by_name = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(fields=["from_org", "kind", "-id"], name="escalation_sent"),
            models.Index(fields=["to_org", "kind", "-id"], name="escalation_received"),
        ]

    def service_in(self, names: Mapping[int | str, str]) -> str:
        """The service by the name that the reader knows; as it was written where the catalogue has lost it."""
        return names.get(self.service_id or "", self.service_name)


class ExchangeMessage(Row):
    """A word about a dossier, in either direction; both sides read the same row as soon as it is committed."""

    tenancy = Exchange()

    from_org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    reason = models.CharField(max_length=30, blank=True)
    body = models.TextField(blank=True)
    author_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    key = models.CharField(max_length=60, help_text="names what it came from, so that it crosses once")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["from_org", "key"], name="escalation_word_once")]
        indexes = [
            models.Index(fields=["dossier", "id"], name="escalation_words"),
            models.Index(fields=["from_org", "-id"], name="escalation_words_from"),
            models.Index(fields=["to_org", "-id"], name="escalation_words_to"),
        ]


class Escalation(Row):
    """The reseller's own side of a dossier: which case it belongs to, and where it stands."""

    tenancy = Desk()

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    state = models.CharField(max_length=20)
    sent_by_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    inappropriate_reason = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["org", "case"],
                condition=Q(ended_at__isnull=True, case__isnull=False),
                name="escalation_one_runs",
            )
        ]
        indexes = [
            models.Index(fields=["org", "-changed_at", "-id"], name="escalation_of_desk"),
            models.Index(fields=["org", "case", "-id"], name="escalation_of_case"),
        ]


class Intake(Row):
    """The operator's own side of a dossier: the case that it opened from it, once."""

    tenancy = Desk()

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    reseller_id = models.BigIntegerField()
    reseller_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=20)
    inappropriate_reason = models.CharField(max_length=30, blank=True)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["org", "reseller_id", "-id"], name="escalation_by_reseller")]
