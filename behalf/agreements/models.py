"""Calendars with the dates that differ from their week, agreements with their versions, and the desk's rota."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from behalf.agreements.rules import Dated, Windows, hours
from behalf.catalog.models import Service
from behalf.customers.models import Account
from behalf.identity.models import Organization
from behalf.kit.tenancy import Desk, Row

ALWAYS, SERVICE, OFFICE = "always", "service", "office"  # the calendars that every desk begins with


class Country(models.TextChoices):
    """Whose public holidays a calendar keeps."""

    NONE = "", _("None: open on holidays as on other days")
    CHINA = "CN", _("China, with its make-up working days")
    JAPAN = "JP", _("Japan")


class OnBreach(models.TextChoices):
    """What happens when a promise is broken, besides telling the owner of the case."""

    NOTIFY = "notify", _("Tell the owner")
    RAISE = "raise", _("Tell the owner, whoever is on duty, and the lead")
    REASSIGN = "reassign", _("Give the case to whoever is on duty, and tell the lead")


class DeskRow(Row):
    """Base of this room's tables: the desk whose rules they are."""

    tenancy = Desk()

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


class Calendar(DeskRow):
    """When hours count on a desk. ``week``: for each day, Monday first, its windows as [start, minutes] pairs.

    key: which of the calendars that every desk begins with it is, if one.
    """

    key = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=80)
    zone = models.CharField(max_length=40)
    week = models.JSONField()
    country = models.CharField(max_length=2, choices=Country, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "name"], name="agreements_calendar_once"),
            models.UniqueConstraint(fields=["org", "key"], condition=~Q(key=""), name="agreements_calendar_key_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """Its name, in the reader's language while it is one that we gave."""
        return gettext(self.name)

    @property
    def windows(self) -> tuple[Windows, ...]:
        """The week, Monday first."""
        return tuple(hours.windows(day) for day in self.week)


class CalendarException(DeskRow):
    """Days of a calendar, from ``since`` to ``until``, that have windows of their own; none: closed.

    Those of one calendar do not overlap (a constraint that the migration adds).
    """

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="+")
    since = models.DateField()
    until = models.DateField()
    windows = models.JSONField(default=list)
    why = models.CharField(max_length=200)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="agreements_days_in_order")]

    @property
    def dated(self) -> Dated:
        """As the rules know it."""
        return Dated(self.since, self.until, hours.windows(self.windows), "exception", self.why)


class Agreement(DeskRow):
    """A set of promises, for one customer, for one service, for both, or for all that nothing narrower covers."""

    name = models.CharField(max_length=80)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["org", "account", "service"], condition=Q(retired_at__isnull=True), nulls_distinct=False,
                name="agreements_one_in_force",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """Its name, in the reader's language while it is one that we gave."""
        return gettext(self.name)


class AgreementVersion(DeskRow):
    """What an agreement says from an instant on; never changed. ``terms`` carries its calendars as they were then."""

    tenancy = Desk(append_only=True)

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    terms = models.JSONField()
    why = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="agreements_version_once")]

    @property
    def reason(self) -> str:
        """Why it was made, in the reader's language when it is a reason that we gave."""
        return gettext(self.why) if self.why else ""


class Duty(DeskRow):
    """How a desk's people take turns, and what happens when a promise is broken.

    since: the Monday of the first person's turn; lead: who is told when a case is raised; calendar: the hours in which
    people are told of cases that do not count around the clock, on their own clocks.
    """

    since = models.DateField()
    zone = models.CharField(max_length=40)
    on_breach = models.CharField(max_length=10, choices=OnBreach, default=OnBreach.RAISE)
    lead_id = models.BigIntegerField(null=True)
    lead_name = models.CharField(max_length=200, blank=True)
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org"], name="agreements_duty_once")]


class DutyTurn(DeskRow):
    """A person's place in the rota."""

    place = models.PositiveSmallIntegerField()
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "place"], name="agreements_turn_place_once"),
            models.UniqueConstraint(fields=["org", "person_id"], name="agreements_turn_person_once"),
        ]
