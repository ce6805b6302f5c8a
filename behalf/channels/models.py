"""Addresses that receive, mailboxes that are fetched, mails that arrived and what they are tied to; dead addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from behalf.cases.models import Case, Kind, Severity
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


def step(look: int, rule: str, found: str, why: str, facts: Mapping[str, str | int] | None = None) -> dict[str, Any]:
    """One line of ``Arrival.steps``; look: the first time, or a later replay; why: an English msgid with its facts."""
    return {"look": look, "rule": rule, "found": found, "why": why, "facts": dict(facts or {})}
