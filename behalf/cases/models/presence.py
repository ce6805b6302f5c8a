"""Who has a case open just now. Nothing worth keeping: the table is not logged, and its rows are over in seconds."""

from __future__ import annotations

from django.db import models

from behalf.cases.models.case import Case
from behalf.identity.models import Organization
from behalf.kit.tenancy import Desk, Row


class Presence(Row):
    """Somebody of the desk at a case, until an instant that the page moves on while it is open."""

    tenancy = Desk()

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    writing = models.CharField(max_length=5, blank=True, help_text="reply, note or nothing")
    tab = models.CharField(max_length=32, help_text="the window that spoke last; another one cannot say that it left")
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person_id"], name="cases_presence_once")]
        indexes = [models.Index(fields=["org", "until"], name="cases_presence_by_end")]

    def __str__(self) -> str:
        return self.name
