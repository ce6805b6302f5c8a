"""Which case a mail belongs to, and whether its sender may write there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Q, When
from django.utils.translation import gettext_noop

from behalf.cases import queries as cases
from behalf.cases.models import Case as CaseRow
from behalf.channels import rules
from behalf.channels.models import Arrival, Outcome, Thread
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that somebody opened by mail; ``is_unanswered``: nobody answered it, and it is open."""

    sender: str
    subject: str
    at: datetime
    case_id: int
    is_unanswered: bool


@query("channels.take")
def case_of_ids(actor: Actor, message_ids: Sequence[str]) -> int | None:
    """The case that one of these message ids stands for, the nearest first."""
    digests = [rules.digest(each) for each in message_ids]
    known = dict(Thread.objects.visible_to(actor).filter(digest__in=digests).values_list("digest", "case_id"))
    return next((known[digest] for digest in digests if digest in known), None)


@query("channels.read")
def case_of_number(actor: Actor, numbers: Sequence[str]) -> int | None:
    """The desk's case with one of these numbers."""
    if not numbers:
        return None
    rows = CaseRow.objects.visible_to(actor).filter(number__in=numbers).values_list("pk", flat=True)
    return next(iter(rows[:1]), None)


@query("channels.take")
def survivor_of(actor: Actor, case_id: int) -> int | None:
    """The case in which this one lives on; None when it is not the desk's."""
    try:
        return cases.survivor_of(actor, case_id)
    except NotFound:
        return None


@query("channels.take")
def is_participant(actor: Actor, case_id: int, address: str, *, accounts: Collection[int]) -> str:
    """Why an address may write on a case: its contact, one of the customer's people or its domain, or it wrote before.

    accounts: the customers for whom the address speaks; "" when it may not.
    """
    case = CaseRow.objects.visible_to(actor).only("contact_email", "account_id").get(pk=case_id)
    if case.contact_email.lower() == address:
        return gettext_noop("its sender is the contact of the case")
    if case.account_id in accounts:
        return gettext_noop("its sender belongs to the customer of the case")
    if cases.takes_part(actor, case_id, address):
        return gettext_noop("its sender takes part in the case")
    wrote = Arrival.objects.visible_to(actor).filter(case_id=case_id, sender=address)
    if wrote.filter(outcome__in=(Outcome.CASE, Outcome.REPLY)).exists():
        return gettext_noop("its sender wrote on the case before")
    return ""


@query("channels.take")
def opened_lately(actor: Actor, senders: Collection[str], *, since: datetime) -> list[Opened]:
    """The cases that these senders opened by mail since then, the oldest first."""
    rows = Arrival.objects.visible_to(actor).filter(
        sender__in=set(senders), outcome=Outcome.CASE, received_at__gte=since, case__isnull=False
    )
    is_open = Q(case__first_answer_at=None, case__closed_at=None)
    found = rows.annotate(unanswered=Case(When(is_open, then=True), default=False)).order_by("pk")
    return [Opened(*each) for each in found.values_list("sender", "subject", "received_at", "case_id", "unanswered")]
