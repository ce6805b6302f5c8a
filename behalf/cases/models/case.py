"""The case itself, what is said on it, what happened, what was tried, and what proves it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from behalf.administration.models import OnBehalfSession
from behalf.agreements.models import AgreementVersion
from behalf.cases import rules
from behalf.catalog.models import Service
from behalf.customers.models import Account
from behalf.health.models import HealthCheck, Incident
from behalf.identity.models import Organization
from behalf.kit.tenancy import Desk, Machine, Row

OPEN = Q(closed_at__isnull=True)
NOBODYS = OPEN & Q(assignee_id__isnull=True)
# The customer said something since we last answered.
UNANSWERED = (
    OPEN
    & Q(last_customer_at__isnull=False)
    & (Q(last_answer_at__isnull=True) | Q(last_customer_at__gt=F("last_answer_at")))
)
MANY = Q(affected__gte=rules.MANY)
THEIRS = OPEN & Q(status__in=(rules.WAITING, rules.RESOLVED))  # it is the customer's turn

# What changes with every step of a case; the customer's own steps (answer, agree, reopen) change these, too.
MOVES = (
    "status", "counts_from", "due_at", "due_for", "queue_at", "alarm_at", "first_answer_at", "last_answer_at",
    "last_customer_at", "resolved_at", "closed_at", "changed_at", "version",
)  # fmt: skip


class Kind(models.TextChoices):
    """The seven kinds of support a reseller owes (P30); below the line what is no support of a service."""

    ACCOUNT_SETUP = "account_setup", _("Account set-up and sign-up")
    ACCOUNTS_BILLING = "accounts_billing", _("Accounts and billing")
    HOW_TO = "how_to", _("How-to question")
    UPDATES = "updates", _("Service and software updates")
    CONFIGURATION = "configuration", _("Software configuration")
    CONNECTIVITY = "connectivity", _("Client connectivity and desktop")
    PERFORMANCE = "performance", _("Performance and availability")
    FRAUD = "fraud", _("Fraud or misuse")
    PORTAL = "portal", _("Partner Center request")


SUPPORT_KINDS = tuple(Kind)[:7]
DESK_KINDS = (*SUPPORT_KINDS, Kind.FRAUD)


class Severity(models.TextChoices):
    """How much it hurts (domain.md 2.6)."""

    A = "A", _("critical impact")
    B = "B", _("moderate impact")
    C = "C", _("minimal impact")


class Status(models.TextChoices):
    """Where a case is on its way (domain.md 2.3 (12))."""

    NEW = "new", _("New")
    IN_PROGRESS = "in_progress", _("In progress")
    WAITING_CUSTOMER = "waiting_customer", _("Waiting for the customer")
    WITH_OPERATOR = "with_operator", _("With the operator")
    RESOLVED = "resolved", _("Resolved, to be confirmed")
    CLOSED = "closed", _("Closed")


class Channel(models.TextChoices):
    """How it arrived."""

    PHONE = "phone", _("by phone")
    MAIL = "mail", _("by mail")
    DESK = "desk", _("noticed by us")
    PORTAL = "portal", _("through the portal")
    PARTNER = "partner", _("from the reseller")


class DeskRow(Row):
    """Base of the tables of this room: the desk, and whose case it is (nobody's on the operator's desk)."""

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)

    class Meta:
        abstract = True


class Case(DeskRow):
    """One problem on one desk. The customer reads all of it, so nothing internal has a column here.

    is_shown: false hides it from the customer with all that hangs on it, and no mail goes out. affected: how many
    people it hits, when somebody asked. follow_up_of: the case, closed too long ago to reopen, that goes on here.
    """

    tenancy = Desk(customer_reads=True, public="is_shown", customer_inserts=True, customer_updates=MOVES)

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    number = models.CharField(max_length=20)
    company = models.CharField(max_length=200)
    counterpart_org_id = models.BigIntegerField(null=True, help_text="on the operator's desk: the reseller")
    counterpart_name = models.CharField(max_length=200, blank=True)
    exchange_id = models.BigIntegerField(null=True, help_text="the exchange row from which it was opened")
    other_number = models.CharField(max_length=20, blank=True, help_text="the number on the other tier's desk")
    kind = models.CharField(max_length=20, choices=Kind)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    severity = models.CharField(max_length=1, choices=Severity)
    subject = models.CharField(max_length=200)
    channel = models.CharField(max_length=10, choices=Channel)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(max_length=254, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_language = models.CharField(max_length=10, default="zh-hans")
    agreement_version = models.ForeignKey(
        AgreementVersion, on_delete=models.PROTECT, related_name="+", null=True, db_index=False,
        help_text="what was promised when it was opened, or by an explicit change since",
    )  # fmt: skip
    affected = models.PositiveIntegerField(null=True)
    is_shown = models.BooleanField(default=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.NEW)
    assignee_id = models.BigIntegerField(null=True)
    assignee_name = models.CharField(max_length=200, blank=True)
    opened_by_name = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    counts_from = models.DateTimeField(help_text="when the present interval of our clock began")
    due_at = models.DateTimeField(null=True)
    due_for = models.CharField(max_length=10, blank=True, help_text="the promise that is due then; empty when none is")
    alarm_at = models.DateTimeField(null=True, help_text="when a warning or a breach is next to be looked at")
    queue_at = models.DateTimeField(help_text="due_at, or for what is not due a day behind all others")
    first_answer_at = models.DateTimeField(null=True)
    last_answer_at = models.DateTimeField(null=True)
    last_customer_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    follow_up_of = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    changed_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "number"], name="cases_number_once"),
            models.UniqueConstraint(
                fields=["org", "exchange_id"], condition=Q(exchange_id__isnull=False), name="cases_exchange_once"
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False) | (~Q(status="closed") & OPEN),
                name="cases_closed_has_its_instant",
            ),
            models.CheckConstraint(condition=Q(severity__in=["A", "B", "C"]), name="cases_severity_known"),
            models.CheckConstraint(
                condition=Q(account__isnull=True, customer__isnull=True)
                | Q(account__isnull=False, customer__isnull=False),
                name="cases_account_has_its_customer",
            ),
            models.CheckConstraint(
                condition=Q(is_shown=True) | Q(customer__isnull=False), name="cases_hidden_from_somebody"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(status="closed"), name="cases_merged_is_closed"
            ),
        ]
        indexes = [
            models.Index(fields=["org", "queue_at", "id"], name="cases_queue", condition=OPEN),
            models.Index(fields=["org", "assignee_id", "queue_at", "id"], name="cases_of_person", condition=OPEN),
            # "is null" is a filter, not an order, so what is nobody's needs an index of its own.
            models.Index(fields=["org", "queue_at", "id"], name="cases_unassigned", condition=NOBODYS),
            models.Index(fields=["org", "status", "queue_at", "id"], name="cases_by_status", condition=OPEN),
            models.Index(fields=["org", "queue_at", "id"], name="cases_theirs", condition=THEIRS),
            models.Index(fields=["org", "last_customer_at", "id"], name="cases_unanswered", condition=UNANSWERED),
            models.Index(fields=["org", "service", "queue_at", "id"], name="cases_by_service", condition=OPEN),
            models.Index(fields=["org", "severity", "queue_at", "id"], name="cases_by_severity", condition=OPEN),
            models.Index(fields=["org", "kind", "queue_at", "id"], name="cases_by_kind", condition=OPEN),
            models.Index(fields=["org", "queue_at", "id"], name="cases_by_affected", condition=OPEN & MANY),
            models.Index(fields=["org", "-closed_at", "-id"], name="cases_closed", condition=~OPEN),
            models.Index(fields=["org", "account", "-id"], name="cases_of_account"),
            models.Index(
                fields=["org", "counterpart_org_id", "-id"],
                name="cases_of_counterpart",
                condition=Q(counterpart_org_id__isnull=False),
            ),
            models.Index(fields=["customer", "-id"], name="cases_of_customer"),
            models.Index(fields=["follow_up_of"], name="cases_follow_ups", condition=Q(follow_up_of__isnull=False)),
            models.Index(fields=["merged_into"], name="cases_merged", condition=Q(merged_into__isnull=False)),
            models.Index(fields=["alarm_at", "org"], name="cases_alarms", condition=Q(alarm_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> tuple[str, int, str]:
        """How the journal and opaque links name it."""
        return ("case", self.pk, self.number)

    @property
    def label(self) -> str:
        """Number and subject."""
        return f"{self.number} {self.subject}"

    def may_reopen(self, now: datetime) -> bool:
        """Whether it may go on now; what was merged goes on where it was merged into."""
        return self.merged_into_id is None and rules.may_reopen(self.status, closed_at=self.closed_at, now=now)

    def needs_follow_up(self, now: datetime) -> bool:
        """Whether what comes to it now belongs on a new case; on the operator's desk the reseller escalates anew."""
        over = self.status == rules.CLOSED and not rules.may_reopen(self.status, closed_at=self.closed_at, now=now)
        return over and self.merged_into_id is None and self.customer_id is not None

    def whose(self) -> dict[str, Any]:
        """The keys that tie a row of another table to this case."""
        return {"org_id": self.org_id, "customer_id": self.customer_id, "case_id": self.pk}


class CaseRow(DeskRow):
    """Base of everything that hangs on a case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


class Message(CaseRow):
    """What somebody wrote: a public reply, an internal note (``is_note``), or the operator's word to us (neither)."""

    tenancy = Desk(customer_reads=True, public="is_public", within="case", customer_inserts=True, append_only=True)

    party = models.CharField(max_length=4)
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=200)
    body = models.TextField()
    is_public = models.BooleanField()
    is_note = models.BooleanField(default=False)
    call = models.JSONField(null=True, help_text="of a telephone call: what ``calls.Call`` keeps")
    at = models.DateTimeField()
    key = models.CharField(max_length=60, blank=True, help_text="names what it came from, so that it comes once")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(is_public=True, is_note=True), name="cases_notes_stay_inside"),
            models.UniqueConstraint(fields=["org", "key"], condition=~Q(key=""), name="cases_message_once"),
        ]
        indexes = [models.Index(fields=["case", "id"], name="cases_message_of")]


class CaseEvent(CaseRow):
    """What happened on a case, for its timeline; ``holder`` when it changed hands then."""

    tenancy = Desk(customer_reads=True, public="is_public", within="case", customer_inserts=True, append_only=True)

    kind = models.CharField(max_length=30)
    facts = models.JSONField(default=dict)
    is_public = models.BooleanField()
    party = models.CharField(max_length=4)
    by_name = models.CharField(max_length=200)
    holder = models.CharField(max_length=4, null=True)
    at = models.DateTimeField()
    key = models.CharField(max_length=60, blank=True, help_text="names what it came from, so that it comes once")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "key"], condition=~Q(key=""), name="cases_event_once")]
        indexes = [models.Index(fields=["case", "id"], name="cases_event_of")]


class Attachment(CaseRow):
    """A file of a message. Its content lies in the data folder under ``path``; who may read it is asked here."""

    tenancy = Desk(customer_reads=True, public="is_public", within="case", customer_inserts=True, append_only=True)

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=120)
    size = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    is_public = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "path"], name="cases_attachment_path_once")]
        indexes = [models.Index(fields=["case", "message"], name="cases_attachment_of")]


class Tried(CaseRow):
    """A step that was tried, dated: what an escalation must be able to show (P34)."""

    tenancy = Desk(append_only=True)

    at = models.DateTimeField()
    text = models.CharField(max_length=500)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="cases_tried_of")]


class EvidenceKind(models.TextChoices):
    """What a case may rest on; each names its key in ``CaseEvidence``."""

    HEALTH_CHECK = "health_check", _("Health check")
    SESSION = "session", _("On-behalf session")
    INCIDENT = "incident", _("Published incident")


class CaseEvidence(CaseRow):
    """What a case rests on: one health check, on-behalf session or incident. ``label`` is what it said then."""

    tenancy = Desk()

    health_check = models.ForeignKey(HealthCheck, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    session = models.ForeignKey(OnBehalfSession, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    label = models.CharField(max_length=300)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(health_check__isnull=False, session__isnull=True, incident__isnull=True)
                | Q(health_check__isnull=True, session__isnull=False, incident__isnull=True)
                | Q(health_check__isnull=True, session__isnull=True, incident__isnull=False),
                name="cases_evidence_is_one_thing",
            ),
            models.UniqueConstraint(fields=["case", "health_check"], name="cases_evidence_check_once"),
            models.UniqueConstraint(fields=["case", "session"], name="cases_evidence_session_once"),
            models.UniqueConstraint(fields=["case", "incident"], name="cases_evidence_incident_once"),
        ]
        indexes = [models.Index(fields=["org", "incident"], name="cases_evidence_of_incident")]

    @property
    def kind(self) -> EvidenceKind:
        """What it points to."""
        return next(kind for kind in EvidenceKind if getattr(self, f"{kind}_id") is not None)

    @property
    def about_id(self) -> int:
        """The id of what it points to."""
        return int(getattr(self, f"{self.kind}_id"))


class Counter(models.Model):
    """The last number given on each desk; reached only through ``cases_next_number``."""

    tenancy = Machine()

    org_id = models.BigIntegerField(primary_key=True)
    last = models.BigIntegerField()


class SearchRow(Row):
    """By what a case is found (``search/``): ``words`` begin with the desk's id; the texts are for runs and phrases."""

    tenancy = Desk()

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="+")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(help_text="when the case was opened, which never changes")
    head = models.TextField(help_text="number, subject, people, filters; made anew with every step")
    said = models.TextField(help_text="what was said; only ever added to")
    inside = models.TextField(help_text="what is said behind the conversation")
    words = SearchVectorField()
    message_id = models.BigIntegerField(default=0, help_text="the newest message in here")
    attachment_id = models.BigIntegerField(default=0, help_text="the newest file in here")

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="cases_search_words", fastupdate=True, gin_pending_list_limit=256),
            models.Index(fields=["org", "-at", "-case"], name="cases_search_newest"),
        ]
