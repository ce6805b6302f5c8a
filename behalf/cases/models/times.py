"""Working time booked on cases. What was booked is never changed: a wrong entry gets one that takes it back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from behalf.cases.models.case import CaseRow
from behalf.catalog.models import Service
from behalf.customers.models import Account
from behalf.kit.tenancy import Desk


class Activity(models.TextChoices):
    """What the time went into."""

    CALL = "call", _("Telephone")
    WRITING = "writing", _("Answering")
    LOOKING = "looking", _("Finding the cause")
    DOING = "doing", _("Putting it right")
    TRAVEL = "travel", _("On the way")
    OTHER = "other", pgettext_lazy("activity", "Other")


class TimeEntry(CaseRow):
    """Minutes that somebody worked for a case, on which day; only the desk reads it.

    account, service: as the case had them then, for the reports. counters: the entry that this one takes back, with
    ``why``; its minutes are the same below zero.
    """

    tenancy = Desk(append_only=True)

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    minutes = models.IntegerField()
    activity = models.CharField(max_length=10, choices=Activity, blank=True)
    note = models.CharField(max_length=200, blank=True)
    day = models.DateField()
    agent_id = models.BigIntegerField(null=True)
    agent_name = models.CharField(max_length=200)
    counters = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["counters"], name="cases_time_countered_once"),
            models.CheckConstraint(
                condition=Q(counters__isnull=True, minutes__range=(1, 1440))
                | (Q(counters__isnull=False, minutes__range=(-1440, -1)) & ~Q(why="")),
                name="cases_time_or_its_counter",
            ),
            models.CheckConstraint(
                condition=Q(counters__isnull=True) | ~Q(counters=F("id")), name="cases_time_counters_another"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "id"], name="cases_time_of"),
            models.Index(fields=["org", "-day", "-id"], name="cases_time_day"),
        ]
