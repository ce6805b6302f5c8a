"""What the customer thinks of how a case was handled, and how often a desk asks."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from behalf.cases.models.case import CaseRow
from behalf.identity.models import Organization
from behalf.kit.tenancy import Desk, Row

REST_DAYS = 7
ANSWERS = (("yes", _("Good, I am content")), ("no", _("Not good")))


class Rating(CaseRow):
    """The question that the requester of a closed case was asked, and the answer: ``good`` is null until there is one.

    It can be answered, and answered otherwise, until it ends. Its case is asked about once.
    """

    tenancy = Desk(customer_reads=True, within="case", customer_updates=("good", "comment", "answered_at"))

    email = models.EmailField(max_length=254, blank=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10)
    agent_id = models.BigIntegerField(null=True, help_text="who had the case when it was closed")
    agent_name = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    good = models.BooleanField(null=True)
    comment = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], name="cases_rating_once"),
            models.CheckConstraint(
                condition=Q(good__isnull=True, answered_at__isnull=True)
                | Q(good__isnull=False, answered_at__isnull=False),
                name="cases_rating_answered_or_not",
            ),
        ]
        indexes = [
            models.Index(fields=["org", "asked_at", "id"], name="cases_rating_asked"),
            models.Index(fields=["org", "email", "asked_at"], name="cases_rating_person", condition=~Q(email="")),
        ]

    @property
    def answer(self) -> str:
        """Which of the answers was given; empty: none yet."""
        return "" if self.good is None else "yes" if self.good else "no"


class Asking(Row):
    """How often a desk asks; one that never chose asks after every case.

    every: after each how many-th closed case. rest_days: how long one person is not asked again.
    """

    tenancy = Desk()

    org = models.OneToOneField(Organization, on_delete=models.PROTECT, related_name="+")
    is_on = models.BooleanField(default=True)
    every = models.PositiveSmallIntegerField(default=1)
    rest_days = models.PositiveSmallIntegerField(default=REST_DAYS)
    passed = models.PositiveSmallIntegerField(default=0, help_text="cases closed since it last asked")
