"""What is kept: statements about services, incidents with their updates, planned work, announcements, recorded checks.

What the operator publishes is only ever added to: a correction is a new row that names the one it corrects. An
incident and planned work keep, beside their rows of news, where they stand now, so that a list needs no folding.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from behalf.catalog.models import Service
from behalf.customers.models import AccountRow
from behalf.health import rules
from behalf.health.rules import Kind, Level, Stage, State, Step
from behalf.kit.tenancy import Account, Published, Row

# How a day stands in a check's snapshot, one letter each.
DAY_SIGN = {
    Level.NORMAL: ".",
    Level.INFORMATION: ".",
    Level.PLANNED: "p",
    Level.UNKNOWN: "?",
    Level.WARNING: "w",
    Level.CRITICAL: "X",
}
KEPT_DAY = {".": Level.NORMAL, "p": Level.PLANNED, "?": Level.UNKNOWN, "w": Level.WARNING, "X": Level.CRITICAL}

RUNNING = [state.value for state in rules.RUNNING]


def one_of(kind: Any) -> list[tuple[str, str]]:
    """A column's choices from a rule's words; what people read is in ``words.py``."""
    return [(each.value, each.value) for each in kind]


class Said(Row):
    """Base of what somebody at the operator said: who, and when it was written down."""

    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


class Place(Row):
    """Base of *where*: a service, in one region or (empty) wherever it runs."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True


class ServiceState(Said, Place):
    """The engineers' own statement: from ``at`` on, this service is so in this region."""

    tenancy = Published(append_only=True)

    state = models.CharField(max_length=24, choices=one_of(rules.STATED))
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["service", "region", "-at"], name="health_states_of")]


class Incident(Said):
    """Something is or was wrong (or worth knowing) with some services; its story is in its updates."""

    tenancy = Published()

    prefix = models.CharField(max_length=4)
    kind = models.CharField(max_length=12, choices=one_of(Kind))
    title = models.CharField(max_length=200)
    impact = models.TextField(help_text="what the customers' people notice")
    state = models.CharField(max_length=24, choices=one_of(State))
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField()
    next_update_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RUNNING, ended_at=None) | Q(~Q(state__in=RUNNING), ended_at__isnull=False),
                name="health_incident_ends_once_over",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("began_at")),
                name="health_incident_ends_after_it_began",
            ),
        ]
        indexes = [
            models.Index(fields=["-began_at", "-id"], name="health_incidents_by_time"),
            models.Index(fields=["-ended_at"], name="health_incidents_by_end"),
        ]

    @property
    def code(self) -> str:
        """Its name for people: ``EX-1042``."""
        return code(self.prefix, self.pk)


class IncidentPlace(Place):
    """Where an incident is felt: from its beginning, or since it reached there."""

    tenancy = Published(append_only=True)

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="places", db_index=False)
    since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "service", "region"], name="health_incident_place_once")
        ]


class IncidentUpdate(Said):
    """A dated word on an incident. ``at``: since when it is so; ``corrects``: the update that this one replaces."""

    tenancy = Published(append_only=True)

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="updates", db_index=False)
    kind = models.CharField(max_length=12, choices=one_of(Kind))
    state = models.CharField(max_length=24, choices=one_of(State))
    at = models.DateTimeField()
    text = models.TextField()
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["incident", "id"], name="health_updates_of")]


class Maintenance(Said):
    """Planned work on some services; its story is in its steps."""

    tenancy = Published()

    title = models.CharField(max_length=200)
    stage = models.CharField(max_length=10, choices=one_of(Stage), default=Stage.PLANNED.value)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    short_notice = models.TextField(blank=True, help_text="why it was announced later than five days ahead")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="health_work_has_a_length"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("started_at")),
                name="health_work_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["-starts_at", "-id"], name="health_work_by_time")]

    @property
    def code(self) -> str:
        """Its name for people: ``MW-1042``."""
        return code("MW", self.pk)


class MaintenancePlace(Place):
    """Where planned work may be felt."""

    tenancy = Published(append_only=True)

    maintenance = models.ForeignKey(Maintenance, on_delete=models.PROTECT, related_name="places", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["maintenance", "service", "region"], name="health_work_place_once")
        ]


class MaintenanceStep(Said):
    """What was said about planned work: announced, moved, started, ended, cancelled, reworded."""

    tenancy = Published(append_only=True)

    maintenance = models.ForeignKey(Maintenance, on_delete=models.PROTECT, related_name="steps", db_index=False)
    step = models.CharField(max_length=10, choices=one_of(Step))
    at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    text = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["maintenance", "id"], name="health_steps_of")]


class Announcement(Said):
    """News about services: what will change, what to do until when. A correction is a further row."""

    tenancy = Published(append_only=True)

    class Category(models.TextChoices):
        CHANGE = "change"
        ACTION = "action"
        GOOD_TO_KNOW = "good_to_know"

    category = models.CharField(max_length=12, choices=Category)
    title = models.CharField(max_length=200)
    body = models.TextField()
    act_by = models.DateField(null=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(category="action") | Q(act_by__isnull=False), name="health_action_has_a_date"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(corrects__isnull=False), name="health_only_published_is_withdrawn"
            ),
        ]
        indexes = [models.Index(fields=["-id"], name="health_announcements_by_time", condition=Q(corrects=None))]

    @property
    def code(self) -> str:
        """Its name for people: ``AN-1042``."""
        return code("AN", self.pk)


class AnnouncementPlace(Place):
    """Which services an announcement is about."""

    tenancy = Published(append_only=True)

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="places", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["announcement", "service", "region"], name="health_news_place_once")
        ]


class HealthCheck(AccountRow):
    """An agent looked at a service of a customer; ``snapshot`` is what the board showed at that moment."""

    tenancy = Account(customer_reads=False, append_only=True)

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=24, choices=one_of(State))
    snapshot = models.JSONField()
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.CharField(max_length=60, blank=True)
    about_label = models.CharField(max_length=200, blank=True)
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "service", "-at"], name="health_checks_of")]


def code(prefix: str, number: int) -> str:
    """A published thing's name for people."""
    return f"{prefix}-{1000 + number}"
