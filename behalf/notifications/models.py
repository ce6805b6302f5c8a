"""The outbox of an organization, and what its people are told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from behalf.identity.models import Organization
from behalf.kit.tenancy import Desk, Row


class Mail(Row):
    """One mail that the organization sends, from the moment it was written. ``key``: at most one mail with it.

    A confidential mail carries a secret of its receiver: no page shows its body, which is dropped once sent.
    """

    tenancy = Desk()

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    to = models.CharField(max_length=254)
    to_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    language = models.CharField(max_length=10)
    confidential = models.BooleanField(default=False)
    about_kind = models.CharField(max_length=60)
    about_id = models.CharField(max_length=60)
    about_label = models.CharField(max_length=300)
    key = models.CharField(max_length=200, null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    message_id = models.CharField(max_length=300)
    sender = models.CharField(max_length=254, blank=True, help_text="the address it carries; empty: the installation's")
    sender_name = models.CharField(max_length=200, blank=True)
    in_reply_to = models.CharField(max_length=998, blank=True)
    references = models.TextField(blank=True)
    automatic = models.BooleanField(default=True, help_text="written by nobody in person, so never to be answered")
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "key"], name="notifications_mail_once"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="notifications_mail_sent_when"
            ),
        ]
        indexes = [
            models.Index(fields=["org", "-id"], name="notifications_mail_by_org"),
            models.Index(fields=["org", "-id"], condition=Q(state="failed"), name="notifications_mail_failed"),
            models.Index(fields=["org", "id"], condition=Q(state="waiting"), name="notifications_mail_waiting"),
            models.Index(fields=["org", "message_id"], name="notifications_mail_by_its_id"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} -> {self.to}"


class Notice(Row):
    """A line in a person's bell list.

    ``text`` is an English msgid, ``facts`` what stands in it, so that it is shown in the reader's language.
    """

    tenancy = Desk()

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    text = models.TextField()
    facts = models.JSONField(default=dict)
    url = models.CharField(max_length=500)
    about_kind = models.CharField(max_length=60)
    about_id = models.CharField(max_length=60)
    about_label = models.CharField(max_length=300)
    key = models.CharField(max_length=200, null=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "person_id", "key"], name="notifications_notice_once"),
        ]
        indexes = [
            models.Index(fields=["org", "person_id", "-id"], name="notifications_notice_by_person"),
            models.Index(
                fields=["org", "person_id"], condition=Q(read_at__isnull=True), name="notifications_notice_unread"
            ),
        ]

    def __str__(self) -> str:
        return self.text
