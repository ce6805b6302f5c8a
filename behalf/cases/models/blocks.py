"""What a desk keeps ready: text blocks and macros, checklists, and the tags on its cases."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from behalf.cases.models.case import Case, CaseRow, Kind
from behalf.identity.models import Organization
from behalf.kit.tenancy import Desk, Row


class TextBlock(Row):
    """A text with places, and what else using it does: then it is a macro. ``language``: of the receiver, or any."""

    tenancy = Desk()

    class Then(models.TextChoices):
        KEEP = "", _("leave the state")
        WAIT = "wait", _("then wait for the answer")
        RESOLVE = "resolve", _("resolve the case")

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    language = models.CharField(max_length=10, blank=True)
    body = models.TextField()
    then = models.CharField(max_length=10, choices=Then, blank=True)
    takes = models.BooleanField(default=False, help_text="who uses it takes the case")
    severity = models.CharField(max_length=1, blank=True)
    tag = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "name", "language"], name="cases_block_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_macro(self) -> bool:
        """Whether it does more than say something."""
        return bool(self.then or self.takes or self.severity or self.tag)


class CaseTag(CaseRow):
    """A word that the desk put on a case; the customer does not read it."""

    tenancy = Desk()

    tag = models.CharField(max_length=40)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "tag"], name="cases_tag_once")]


class CheckItem(Row):
    """A step that the desk wants taken on every case of a kind."""

    tenancy = Desk()

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=Kind)
    text = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "kind", "text"], name="cases_check_once")]


class Checked(Row):
    """That a step was taken on a case, by whom."""

    tenancy = Desk()

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey(CheckItem, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "item"], name="cases_checked_once")]
        indexes = [models.Index(fields=["item"], name="cases_checked_item")]
