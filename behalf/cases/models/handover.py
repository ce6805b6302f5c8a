"""That one shift handed the desk over to the next."""

from __future__ import annotations

from django.db import models

from behalf.identity.models import Organization
from behalf.kit.tenancy import Desk, Row


class Handover(Row):
    """Who handed over to whom, when, and which cases stood on the list then. ``to_name`` may be nobody's."""

    tenancy = Desk(append_only=True)

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    by_id = models.BigIntegerField()
    by_name = models.CharField(max_length=200)
    to_id = models.BigIntegerField()
    to_name = models.CharField(max_length=200)
    hours = models.PositiveSmallIntegerField()
    word = models.CharField(max_length=1000, blank=True)
    cases = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["org", "-at"], name="cases_handover_last")]
