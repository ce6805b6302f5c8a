"""What somebody writes on a case and has not sent yet."""

from __future__ import annotations

from django.db import models

from behalf.cases.models.case import CaseRow
from behalf.kit.tenancy import Desk


class Draft(CaseRow):
    """The texts of one form of one case, by one person, who alone is shown them.

    ``sent_key`` is the form that was sent last: what a browser keeps of it afterwards comes too late.
    """

    tenancy = Desk()

    person_id = models.BigIntegerField()
    form = models.CharField(max_length=10)
    texts = models.JSONField(default=dict)
    sent_key = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person_id", "form"], name="cases_draft_once")]
        indexes = [models.Index(fields=["org", "at"], name="cases_draft_age")]
