"""Reports: what was kept and broken, by agent, customer, service, kind and severity, and the cases behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Q, QuerySet, Sum
from django.db.models import Value as Plain
from django.db.models.functions import Coalesce

from behalf.cases.models import CaseClock, CaseHands, ClockDay, RolledUp
from behalf.kit.actor import Actor
from behalf.kit.verbs import query

HANDS = ("us", "cust", "oper", "off")


@dataclass(frozen=True, slots=True)
class Sums:
    """How much was kept and how much broken."""

    met: int
    missed: int

    @property
    def all(self) -> int:
        """Both together."""
        return self.met + self.missed

    @property
    def percent(self) -> float | None:
        """How much of it was kept; None of nothing."""
        return 100 * self.met / self.all if self.all else None


@dataclass(frozen=True, slots=True)
class Line(Sums):
    """One agent, customer, service, kind or severity."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Report:
    """A desk's promises over some days; ``upto``: until when they are added up; ``hands``: seconds of closed cases."""

    total: Sums
    days: list[tuple[date, Sums]]
    lines: list[Line]
    hands: Mapping[str, int]
    upto: datetime | None


@dataclass(frozen=True, slots=True)
class Behind:
    """A clock behind a number, with its case."""

    id: int
    case_id: int
    number: str
    subject: str
    company: str
    promise: str
    agent_name: str
    due_at: datetime
    ended_at: datetime | None
    outcome: str
    day: date


@query("cases.reports")
def report(actor: Actor, *, since: date, until: date, part: str, promise: str = "") -> Report:
    """What was kept and broken from ``since`` to ``until``, seen by ``part``; by all promises, or one."""
    rows = ClockDay.objects.visible_to(actor).filter(day__gte=since, day__lte=until)
    if promise:
        rows = rows.filter(promise=promise)
    by_day = {day: Sums(met, missed) for day, met, missed in _added(rows.filter(part="desk"), "day")}
    span = [since + timedelta(days=number) for number in range((until - since).days + 1)]
    total = Sums(sum(each.met for each in by_day.values()), sum(each.missed for each in by_day.values()))
    lines = _lines(rows.filter(part=part))
    upto = RolledUp.objects.visible_to(actor).values_list("upto", flat=True).first()
    return Report(total, [(day, by_day.get(day, Sums(0, 0))) for day in span], lines, _hands(actor, since, until), upto)


@query("cases.reports")
def behind(
    actor: Actor,
    *,
    since: date,
    until: date,
    part: str,
    key: str | None = None,
    promise: str = "",
    outcome: str = "",
    before: tuple[date, int] | None = None,
    limit: int,
) -> list[Behind]:
    """The clocks behind a number of the report, the latest first; one more than ``limit`` when more follow.

    before: day and id of the last one shown.
    """
    rows = CaseClock.objects.visible_to(actor).exclude(outcome="").filter(day__gte=since, day__lte=until)
    for name, given in (("promise", promise), ("outcome", outcome)):
        if given:
            rows = rows.filter(**{name: given})
    rows = rows.filter(_of(part, key)) if key is not None else rows
    if before is not None:
        rows = rows.filter(Q(day__lt=before[0]) | Q(day=before[0], pk__lt=before[1]))
    columns = (
        "pk", "case_id", "case__number", "case__subject", "case__company", "promise", "agent_name", "due_at",
        "ended_at", "outcome", "day",
    )  # fmt: skip
    return [Behind(*row) for row in rows.order_by("-day", "-pk").values_list(*columns)[: limit + 1]]


def _of(part: str, key: str) -> Q:
    """The rows that one line of the report counts."""
    column = {
        "agent": "agent_id", "customer": "case__account_id", "service": "case__service_id", "kind": "case__kind",
        "severity": "severity",
    }.get(part)  # fmt: skip
    if column is None:
        return Q()
    if part in ("kind", "severity"):
        return Q(**{column: key})
    return Q(**{column: int(key)}) if key.isdecimal() else Q(**{f"{column}__isnull": True})


def _added(rows: QuerySet[ClockDay], by: str) -> list[tuple[date, int, int]]:
    return list(rows.values_list(by).annotate(a=Sum("met"), b=Sum("missed")).order_by())


def _lines(rows: QuerySet[ClockDay]) -> list[Line]:
    """What was broken most comes first."""
    added = rows.values_list("key").annotate(label=Max("label"), a=Sum("met"), b=Sum("missed")).order_by("-b", "-a")
    return [Line(met, missed, key, label) for key, label, met, missed in added[:200]]


def _hands(actor: Actor, since: date, until: date) -> dict[str, int]:
    rows = CaseHands.objects.visible_to(actor).filter(day__gte=since, day__lte=until)
    return dict(rows.aggregate(**{hand: Coalesce(Sum(hand), Plain(0)) for hand in HANDS}))
