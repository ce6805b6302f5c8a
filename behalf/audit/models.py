"""The journal, the chain over it, and what waits to be sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from behalf.kit.tenancy import Desk, Machine, Row


class Entry(Row):
    """One act: who, in whose name, for which customer, what, before and after, why, from where.

    Values are plain JSON; secrets never enter. ``digest`` is over all other columns but the id.
    """

    tenancy = Desk(customer_reads=True, public="for_customer", append_only=True)

    org_id = models.BigIntegerField()
    customer_id = models.BigIntegerField(null=True)
    for_customer = models.BooleanField(default=False)
    at = models.DateTimeField()
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=200)
    what = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    subject_label = models.CharField(max_length=300)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    why = models.TextField(blank=True)
    address = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["org_id", "-id"], name="audit_by_org"),
            models.Index(fields=["org_id", "person_id", "-id"], name="audit_by_person"),
            models.Index(fields=["org_id", "what", "-id"], name="audit_by_deed"),
            models.Index(fields=["org_id", "-at"], name="audit_by_time"),
            models.Index(fields=["org_id", "subject_kind", "subject_id", "-id"], name="audit_by_subject"),
            models.Index(fields=["customer_id", "-id"], name="audit_by_customer", condition=Q(for_customer=True)),
            models.Index(fields=["org_id", "customer_id", "-id"], name="audit_by_org_customer"),
        ]


class Pending(models.Model):
    """An entry that waits for its seal; written by a trigger, emptied by the sealer."""

    tenancy = Machine({"behalf_worker": "select, delete"})

    entry_id = models.BigIntegerField(primary_key=True)
    org_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    xid = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["org_id", "entry_id"], name="audit_pending_by_org")]


class Seal(models.Model):
    """A link of an organization's chain; ``hash`` is keyed by a secret outside the database."""

    tenancy = Machine({"behalf_worker": "select, insert"})

    org_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    entry_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org_id", "seq"], name="audit_seal_once"),
            models.UniqueConstraint(fields=["entry_id"], name="audit_entry_sealed_once"),
        ]
