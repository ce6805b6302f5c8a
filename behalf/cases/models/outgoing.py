"""What has been sent and can still be taken back: nobody outside the desk reads it before it has gone out."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from behalf.cases.models.case import CaseRow
from behalf.kit.tenancy import Desk

WAITS = Q(done_at__isnull=True)


class Outgoing(CaseRow):
    """An answer on its way: everything that is needed to give it, once the time to undo it is over."""

    tenancy = Desk()

    class Kind(models.TextChoices):
        REPLY = "reply"
        RESOLVE = "resolve"
        MACRO = "macro"

    class Outcome(models.TextChoices):
        GONE = "gone"
        UNDONE = "undone"
        RETURNED = "returned"

    kind = models.CharField(max_length=10, choices=Kind)
    body = models.TextField()
    wait = models.BooleanField(default=False)
    children = models.BooleanField(default=False)
    minutes = models.PositiveIntegerField(null=True, help_text="working time booked with it")
    block_id = models.BigIntegerField(null=True)
    files = models.JSONField(default=list, help_text="kept already, and nobody's until it goes out")
    person_id = models.BigIntegerField()
    sender = models.JSONField(help_text="who acts, as it was when it was sent")
    batch = models.CharField(max_length=16, blank=True, help_text="names what was sent to many at once")
    sent_at = models.DateTimeField()
    goes_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, outcome="") | (Q(done_at__isnull=False) & ~Q(outcome="")),
                name="cases_outgoing_done_or_not",
            )
        ]
        indexes = [
            models.Index(fields=["goes_at", "org"], name="cases_outgoing_waits", condition=WAITS),
            models.Index(fields=["case", "id"], name="cases_outgoing_of", condition=WAITS),
            models.Index(fields=["org", "sent_at"], name="cases_outgoing_age"),
        ]
