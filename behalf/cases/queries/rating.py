"""What customers think of how their cases were handled: one answer, and what is added up of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q, QuerySet, Value
from django.utils.translation import gettext as _

from behalf.cases.models import Asking, Rating
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query

# By which column a side is added up, and where its name stands; the others are named by the page.
SIDES = {
    "agent": ("agent_id", "agent_name"), "customer": ("case__account_id", "case__company"),
    "service": ("case__service_id", ""), "kind": ("case__kind", ""), "severity": ("case__severity", ""),
}  # fmt: skip
SORTS = {"good": Q(good=True), "bad": Q(good=False), "none": Q(good__isnull=True), "said": ~Q(comment="")}


@dataclass(frozen=True, slots=True)
class Voices:
    """How many were asked, and what they answered."""

    asked: int
    good: int
    bad: int

    @property
    def answered(self) -> int:
        """How many answered."""
        return self.good + self.bad

    @property
    def percent(self) -> float | None:
        """How many of them were content; None when nobody answered."""
        return 100 * self.good / self.answered if self.answered else None


@dataclass(frozen=True, slots=True)
class VoicesOf(Voices):
    """Of one agent, customer, service, kind or severity."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Voice:
    """One question with its case; ``good`` is None until it was answered."""

    id: int
    case_id: int
    number: str
    subject: str
    company: str
    agent_name: str
    asked_at: datetime
    answered_at: datetime | None
    good: bool | None
    comment: str


@dataclass(frozen=True, slots=True)
class Rated:
    """The question and its answer, as the page of the case shows them."""

    good: bool | None
    comment: str
    asked_at: datetime
    answered_at: datetime | None

    @classmethod
    def of(cls, row: dict[str, Any]) -> Rated:
        """From the database's JSON."""
        answered = row["answered_at"]
        return cls(
            row["good"], row["comment"], datetime.fromisoformat(row["asked_at"]),
            datetime.fromisoformat(answered) if answered else None,
        )  # fmt: skip


@query("cases.ask")
def asked_by_key(actor: Actor, rating_id: int) -> Rating:
    """The question to which a letter's link leads, with its case; NotFound when the case is hidden by now."""
    row = Rating.objects.visible_to(actor).select_related("case").filter(pk=rating_id, case__is_shown=True).first()
    if row is None:
        raise NotFound(_("There is no such question."))
    return row


@query("cases.own")
def own_rating(actor: Actor, case_id: int, *, now: datetime) -> Rating | None:
    """What the customer is asked about its case, as long as it can be answered."""
    return Rating.objects.visible_to(actor).filter(case_id=case_id, ends_at__gte=now).first()


@query("cases.asking")
def asking(actor: Actor) -> Asking:
    """How often the desk asks."""
    return Asking.objects.visible_to(actor).first() or Asking(org_id=actor.org_id)


@query("cases.reports")
def voices(actor: Actor, *, since: date, until: date, part: str) -> tuple[Voices, list[VoicesOf]]:
    """What was answered to the questions of these days, in all and by one side; what was bad most comes first."""
    rows = _asked(actor, since, until)
    key, label = SIDES[part]
    named: Any = Max(label) if label else Value("")
    asked, good, bad = Count("pk"), Count("pk", filter=SORTS["good"]), Count("pk", filter=SORTS["bad"])
    total = rows.aggregate(asked=asked, content=good, not_content=bad)
    added = rows.values_list(key).annotate(called=named, asked=asked, content=good, not_content=bad)
    lines = [
        VoicesOf(count, content, not_content, "" if side is None else str(side), called)
        for side, called, count, content, not_content in added.order_by("-not_content", "-asked")[:200]
    ]
    return Voices(*total.values()), lines


@query("cases.reports")
def voices_behind(
    actor: Actor,
    *,
    since: date,
    until: date,
    part: str,
    key: str | None = None,
    answer: str = "",
    before: int | None = None,
    limit: int,
) -> Sequence[Voice]:
    """The questions behind a number, the latest first; one more than ``limit`` when more follow."""
    rows = _asked(actor, since, until).filter(SORTS.get(answer, Q()))
    if key is not None:
        column = SIDES[part][0]
        rows = rows.filter(**({column: key} if key else {f"{column}__isnull": True}))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    columns = (
        "pk", "case_id", "case__number", "case__subject", "case__company", "agent_name", "asked_at", "answered_at",
        "good", "comment",
    )  # fmt: skip
    return [Voice(*row) for row in rows.order_by("-pk").values_list(*columns)[: limit + 1]]


def _asked(actor: Actor, since: date, until: date) -> QuerySet[Rating]:
    """Asked on these days of the reader's calendar."""
    zone = ZoneInfo(actor.zone)
    begins, ends = (datetime.combine(day, time.min, zone) for day in (since, until + timedelta(days=1)))
    return Rating.objects.visible_to(actor).filter(asked_at__gte=begins, asked_at__lt=ends)
