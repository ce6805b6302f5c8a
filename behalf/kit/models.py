"""What the kit keeps: which acts of people were taken already."""

from __future__ import annotations

from django.db import models

from behalf.kit.tenancy import Desk, Row


class Taken(Row):
    """A form that an organization's person sent and that was acted upon, by its digest, for a few days."""

    tenancy = Desk()

    org_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    result_id = models.BigIntegerField(null=True, help_text="the row that came of it")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org_id", "digest"], name="kit_taken_once")]
        indexes = [models.Index(fields=["org_id", "at"], name="kit_taken_by_age")]
