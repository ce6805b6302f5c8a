"""Addresses that receive, mailboxes that are fetched, mails that arrived and what they are tied to; dead addresses.

And the other way: robots of chat groups, and what they are to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from behalf.agreements.models import Calendar
from behalf.cases.models import Case, Kind, Severity
from behalf.catalog.models import Service
from behalf.customers.models import Account
from behalf.identity.models import Organization
from behalf.kit.tenancy import Desk, Row


class Inbox(Row):
    """An address at which a desk receives mail; what comes there decides whose mail it is, never its text."""

    tenancy = Desk()

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    address = models.EmailField(max_length=254)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.HOW_TO)
    severity = models.CharField(max_length=1, choices=Severity, default=Severity.B)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("address"), name="channels_address_once")]

    def __str__(self) -> str:
        return self.address


class Mailbox(Row):
    """Where mail to an address is fetched by IMAP, and how far that is.

    ``validity`` and ``last_uid``: the last mail that was kept, moved on in the transaction that keeps it; up to
    ``settled_uid`` the server was told. ``trouble``: what went wrong since ``failing_since``, in the words of ``Why``.
    """

    tenancy = Desk()

    class Security(models.TextChoices):
        TLS = "tls", _("TLS (usually port 993)")
        STARTTLS = "starttls", _("STARTTLS (usually port 143)")
        NONE = "none", _("None, within the own network alone")

    class After(models.TextChoices):
        SEEN = "seen", _("Mark it as seen")
        MOVE = "move", _("Move it to a folder")

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    inbox = models.OneToOneField(Inbox, on_delete=models.CASCADE, related_name="mailbox")
    host = models.CharField(max_length=253)
    port = models.PositiveIntegerField()
    security = models.CharField(max_length=8, choices=Security, default=Security.TLS)
    user = models.CharField(max_length=254)
    secret = models.TextField(help_text="encrypted")
    folder = models.CharField(max_length=200)
    after = models.CharField(max_length=4, choices=After, default=After.SEEN)
    moved_to = models.CharField(max_length=200, blank=True)
    with_old = models.BooleanField(default=False, help_text="take what lay there before it was connected, too")
    validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    settled_uid = models.BigIntegerField(default=0)
    next_at = models.DateTimeField()
    polled_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=12, blank=True)
    trouble_words = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], name="channels_mailbox_due"),
            models.Index(fields=["org", "inbox"], name="channels_mailbox_of"),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.host}"


class Outcome(models.TextChoices):
    """What became of a mail."""

    WAITING = "", _("Waiting")
    CASE = "case", _("Opened a case")
    REPLY = "reply", _("Joined a case")
    HELD = "held", pgettext_lazy("mail", "Held")
    DROPPED = "dropped", _("Not taken up")
    DUPLICATE = "duplicate", _("Came before")
    DISCARDED = "discarded", _("Discarded")


class Arrival(Row):
    """A mail as it came, kept before anything of it is read. ``steps``: what each look at it decided, and why.

    ``key``: sender and message id, which bring one thing once, however often the mail comes.
    """

    tenancy = Desk()

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    address = models.CharField(max_length=254, help_text="our address to which it came")
    envelope_from = models.CharField(max_length=320, blank=True)
    came_by = models.CharField(max_length=4)
    raw = models.BinaryField()
    size = models.IntegerField()
    received_at = models.DateTimeField()

    attempts = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING, blank=True)
    word = models.CharField(max_length=20, blank=True)
    why = models.CharField(max_length=300, blank=True, help_text="an English msgid")
    why_facts = models.JSONField(default=dict)
    steps = models.JSONField(default=list)
    key = models.CharField(max_length=64, null=True)
    message_id = models.CharField(max_length=300, blank=True)
    sender = models.CharField(max_length=320, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "key"], name="channels_arrival_once")]
        indexes = [
            models.Index(fields=["org", "-id"], name="channels_arrival_by_org"),
            models.Index(fields=["org", "id"], condition=Q(outcome=""), name="channels_arrival_waiting"),
            models.Index(fields=["org", "-id"], condition=Q(outcome="held"), name="channels_arrival_held"),
            models.Index(fields=["case", "sender"], condition=Q(case__isnull=False), name="channels_arrival_of_case"),
            models.Index(fields=["org", "sender", "-id"], name="channels_arrival_by_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} <- {self.sender}"

    @property
    def ref(self) -> tuple[str, int, str]:
        """How the journal names it."""
        return ("arrival", self.pk, f"{self.subject} <- {self.sender}"[:300])


class Thread(Row):
    """A message id that stands for a case: of a mail we sent, of one that came, or one that those referred to."""

    tenancy = Desk()

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    digest = models.CharField(max_length=64)
    message_id = models.CharField(max_length=998)
    way = models.CharField(max_length=4, help_text="in, out, or seen: only referred to")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "digest"], name="channels_thread_once")]
        indexes = [models.Index(fields=["case", "id"], name="channels_thread_of")]


class Unreachable(Row):
    """An address that a mail server called dead when we wrote to it."""

    tenancy = Desk()

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    address = models.CharField(max_length=320)
    status = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=500, blank=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "address"], name="channels_unreachable_once")]


class Occasion(models.TextChoices):
    """Of what a robot may tell its group."""

    OPENED_A = "opened_a", _("A case of severity A was opened")
    OPENED = "opened", _("Another case was opened")
    UNASSIGNED = "unassigned", _("A case that is nobody's is due soon")
    DUE = "due", _("A case that somebody has is due soon")
    BROKEN = "broken", _("A promise is late")
    OPERATOR = "operator", _("The operator answered")
    HANDOVER = "handover", _("The desk was handed over")


class Robot(Row):
    """A robot in a chat group of the desk: what it tells, in which language, and when.

    account, service, severities: of which cases; calendar: its hours, in which it tells what is not of severity A.
    next_at: before it nothing is sent, because a message is under way, just went, or did not get through.
    ``trouble``: what went wrong since ``failing_since``, in the words of ``Why``.
    """

    tenancy = Desk()

    class Provider(models.TextChoices):
        WECOM = "wecom", _("WeCom, a group robot")
        DINGTALK = "dingtalk", _("DingTalk, a custom robot")

    class Severities(models.TextChoices):
        ALL = "ABC", _("Every severity")
        SERIOUS = "AB", _("Severity A and B")
        CRITICAL = "A", _("Severity A alone")

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    provider = models.CharField(max_length=10, choices=Provider)
    name = models.CharField(max_length=80)
    token = models.TextField(help_text="encrypted")
    secret = models.TextField(blank=True, help_text="encrypted")
    keyword = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    occasions = models.JSONField(default=list)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    severities = models.CharField(max_length=3, choices=Severities, default=Severities.ALL)
    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=12, blank=True)
    trouble_words = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["org", "id"], name="channels_robot_of")]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> tuple[str, int, str]:
        """How the journal names it."""
        return ("robot", self.pk, self.name)

    def tells(self, occasion: str, case: Case | None) -> bool:
        """Whether it tells its group of this; what is about no case is told whatever cases were chosen."""
        if occasion not in self.occasions or case is None:
            return occasion in self.occasions
        return (
            case.severity in self.severities
            and self.account_id in (None, case.account_id)
            and self.service_id in (None, case.service_id)
        )


class RobotNotice(Row):
    """A line for a group, from the moment it was to be told. ``text``: an English msgid with ``facts``.

    due_at: not before, because of the robot's hours. case: what it is about, if it is about one. key: once for a robot.
    """

    tenancy = Desk()

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("notice", "Waiting")
        SENT = "sent", pgettext_lazy("notice", "Sent")
        FAILED = "failed", pgettext_lazy("notice", "Failed")
        OVER = "over", pgettext_lazy("notice", "No longer needed")

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    robot = models.ForeignKey(Robot, on_delete=models.CASCADE, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    severity = models.CharField(max_length=1, blank=True)
    text = models.TextField()
    facts = models.JSONField(default=dict)
    url = models.CharField(max_length=500)
    key = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=12, blank=True)
    error_words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["robot", "key"], name="channels_notice_once")]
        indexes = [
            models.Index(fields=["robot", "-id"], name="channels_notice_of"),
            models.Index(fields=["robot", "due_at"], condition=Q(state="waiting"), name="channels_notice_waiting"),
            models.Index(fields=["robot"], condition=Q(state="failed"), name="channels_notice_failed"),
        ]


def step(look: int, rule: str, found: str, why: str, facts: Mapping[str, str | int] | None = None) -> dict[str, Any]:
    """One line of ``Arrival.steps``; look: the first time, or a later replay; why: an English msgid with its facts."""
    return {"look": look, "rule": rule, "found": found, "why": why, "facts": dict(facts or {})}
