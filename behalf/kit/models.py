"""What the kit keeps: which acts of people were taken already, and what open pages are still to be told."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from behalf.kit.tenancy import Desk, Machine, Row


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


class Marked(Row):
    """A mark on its way to open pages; see ``marks.py``. Written by ``behalf_mark`` and triggers, never logged."""

    tenancy = Machine({"behalf_web": "select, delete, update", "behalf_worker": "select, delete"})

    topic = models.CharField(max_length=20)
    org_id = models.BigIntegerField()
    customer_id = models.BigIntegerField(db_default=0)
    about = models.BigIntegerField()
    version = models.BigIntegerField(db_default=0)
    at = models.DateTimeField(db_default=Now())
