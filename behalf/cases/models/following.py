"""Who wants to hear of a case: whatever happens on it, or at a time of their own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from behalf.cases.models.case import CaseRow
from behalf.kit.tenancy import Desk

STANDS = Q(done_at__isnull=True)


class Follow(CaseRow):
    """That a person is told of what happens on a case that may be another's."""

    tenancy = Desk()

    person_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person_id"], name="cases_follow_once")]


class Reminder(CaseRow):
    """That a person wants to be reminded of a case at an instant, of what, and whether that is done."""

    tenancy = Desk()

    person_id = models.BigIntegerField()
    word = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    set_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["at", "org"], name="cases_reminder_due", condition=STANDS & Q(told_at__isnull=True)),
            models.Index(fields=["org", "person_id", "at"], name="cases_reminder_of", condition=STANDS),
            models.Index(fields=["case"], name="cases_reminder_on", condition=STANDS),
        ]
