"""How cases hang together: what was merged into which, whose child a case is, what it is related to."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from behalf.cases.models.case import Case, CaseRow
from behalf.identity.models import Organization
from behalf.kit.tenancy import Desk, Row


class Merge(CaseRow):
    """That a case was merged into another of the same customer; ``before`` is what undoing it brings back."""

    tenancy = Desk()

    into = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    before = models.JSONField()
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True)
    undone_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(undone_at__isnull=True), name="cases_merged_once"),
            models.CheckConstraint(condition=~Q(case=F("into")), name="cases_merged_into_another"),
        ]


class Bond(Row):
    """Two cases of one desk, maybe of two customers: ``other`` is a child of ``case``, or related to it.

    Only the desk reads it, for the other case may be a stranger's.
    """

    tenancy = Desk()

    class Sort(models.TextChoices):
        CHILD = "child"
        RELATED = "related"

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    sort = models.CharField(max_length=10, choices=Sort)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "other", "sort"], name="cases_bond_once"),
            models.UniqueConstraint(fields=["other"], condition=Q(sort="child"), name="cases_one_parent"),
            models.CheckConstraint(condition=~Q(case=F("other")), name="cases_bond_of_two"),
        ]
        indexes = [models.Index(fields=["other", "sort"], name="cases_bond_back")]
