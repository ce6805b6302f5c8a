"""What a case was promised and what came of it: its clocks, in whose hand it was, and the sums that reports read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from behalf.cases.models.case import CaseRow
from behalf.identity.models import Organization
from behalf.kit.tenancy import Desk, Row


class Promise(models.TextChoices):
    """What an agreement promises."""

    FIRST = "first", _("First response")
    UPDATE = "update", _("Next update")
    SOLUTION = "resolution", pgettext_lazy("promise", "Solution")


class CaseClock(CaseRow):
    """One period of one promise of a case, as ``clocks.fold`` works it out from the events; the customer reads none.

    due_at, warn_at: while it runs, and of what is over by when it had to be. missed_at: the deadline that passed.
    warned_at, breached_at: when somebody was told, each once. outcome, day: what reports count, and on which day;
    was_day: the day on which they counted it before.
    """

    tenancy = Desk()

    promise = models.CharField(max_length=10, choices=Promise)
    period = models.PositiveIntegerField()
    severity = models.CharField(max_length=1)
    began_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    void = models.BooleanField(default=False)
    warned_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    agent_id = models.BigIntegerField(null=True)
    agent_name = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=6, blank=True)
    day = models.DateField(null=True)
    was_day = models.DateField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "promise", "period"], name="cases_clock_once"),
            models.CheckConstraint(condition=Q(outcome__in=["", "met", "missed"]), name="cases_clock_outcome"),
            models.CheckConstraint(condition=Q(outcome="") | Q(day__isnull=False), name="cases_clock_counted_when"),
        ]
        indexes = [
            models.Index(fields=["org", "-day", "-id"], name="cases_clock_day", condition=~Q(outcome="")),
            models.Index(fields=["org", "changed_at"], name="cases_clock_changed"),
        ]


class CaseHands(CaseRow):
    """How long a closed case was in each hand, in seconds: written when it closes, gone when it reopens."""

    tenancy = Desk()

    us = models.BigIntegerField(default=0)
    cust = models.BigIntegerField(default=0)
    oper = models.BigIntegerField(default=0)
    off = models.BigIntegerField(default=0)
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], name="cases_hands_once")]
        indexes = [models.Index(fields=["org", "day"], name="cases_hands_day")]


class ClockDay(Row):
    """What a desk kept and broke on one day, seen by one side: what reports add up. Made anew from the clocks' rows.

    part: by what it is seen (see ``ReportPart``); key, label: which of these; label is empty where a key has a name.
    """

    tenancy = Desk()

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    part = models.CharField(max_length=10)
    key = models.CharField(max_length=20)
    label = models.CharField(max_length=200, blank=True)
    promise = models.CharField(max_length=10)
    met = models.IntegerField()
    missed = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "part", "day", "key", "promise"], name="cases_clockday_once")
        ]


class RolledUp(Row):
    """Up to when a desk's clocks have been added up."""

    tenancy = Desk()

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    upto = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org"], name="cases_rolled_up_once")]
