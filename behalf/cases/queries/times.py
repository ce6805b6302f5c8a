"""Working time: what was booked on one case, and what a desk worked in a month, seen by one side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from behalf.cases.models import TimeEntry
from behalf.cases.queries._family import family_of
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query

PARTS = {
    "customer": ("account_id", "account__company"), "agent": ("agent_id", "agent_name"),
    "service": ("service_id", "service__name"), "activity": ("activity", "activity"),
}  # fmt: skip
TIME_LIMIT = 50
MOST = 500  # entries of one case


@dataclass(frozen=True, slots=True)
class Booked:
    """An entry as lists show it; ``counters``: the entry that it takes back."""

    id: int
    case_id: int
    number: str
    subject: str
    company: str
    service_id: int | None
    agent_id: int | None
    agent_name: str
    day: date
    minutes: int
    activity: str
    note: str
    counters: int | None
    why: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Worked:
    """What was worked for one customer, by one agent, for one service or in one way."""

    key: str
    label: str
    minutes: int
    cases: int


_COLUMNS = (
    "pk", "case_id", "case__number", "case__subject", "case__company", "service_id", "agent_id", "agent_name", "day",
    "minutes", "activity", "note", "counters_id", "why", "by_name", "at",
)  # fmt: skip


@query("cases.work")
def booked(actor: Actor, case_id: int) -> list[Booked]:
    """What was booked on a case and on those merged into it, in the order in which it was."""
    rows = TimeEntry.objects.visible_to(actor).filter(case_id__in=family_of(case_id)).order_by("pk")
    return _booked(rows[:MOST])


@query("cases.work")
def booked_entry(actor: Actor, case_id: int, entry_id: int) -> Booked:
    """One entry of a case; NotFound for a stranger's, or another case's."""
    rows = TimeEntry.objects.visible_to(actor).filter(pk=entry_id, case_id__in=family_of(case_id))
    found = _booked(rows)
    if not found:
        raise NotFound(_("There is no such entry."))
    return found[0]


@query("cases.reports")
def worked(
    actor: Actor, *, since: date, until: date, part: str, after: tuple[int, str] | None = None, limit: int = TIME_LIMIT
) -> list[Worked]:
    """The sums of some days seen by ``part``, the most first; one more than ``limit`` when more follow.

    after: minutes and key of the last line shown.
    """
    column, name = PARTS[part]
    rows = _between(actor, since, until).values(column)
    sums = rows.annotate(total=Sum("minutes"), on=Count("case_id", distinct=True), label=Max(name)).order_by(
        "-total", F(column).asc(nulls_first=True)
    )
    if after is not None:
        sums = sums.filter(Q(total__lt=after[0]) | (Q(total=after[0]) & _behind(column, after[1])))
    found = sums.values_list(column, "label", "total", "on")[: limit + 1]
    return [Worked("" if key is None else str(key), label or "", total, on) for key, label, total, on in found]


@query("cases.reports")
def worked_in_all(actor: Actor, *, since: date, until: date) -> int:
    """The minutes of some days."""
    return _between(actor, since, until).aggregate(total=Sum("minutes"))["total"] or 0


@query("cases.reports")
def entries(
    actor: Actor,
    *,
    since: date,
    until: date,
    part: str = "",
    key: str | None = None,
    before: tuple[date, int] | None = None,
    limit: int = TIME_LIMIT,
) -> list[Booked]:
    """The entries behind a sum, the latest day first; one more than ``limit`` when more follow.

    before: day and id of the last one shown.
    """
    rows = _between(actor, since, until)
    if part and key is not None:
        rows = rows.filter(_of(PARTS[part][0], key))
    if before is not None:
        rows = rows.filter(Q(day__lt=before[0]) | Q(day=before[0], pk__lt=before[1]))
    return _booked(rows.order_by("-day", "-pk")[: limit + 1])


def _between(actor: Actor, since: date, until: date) -> QuerySet[TimeEntry]:
    return TimeEntry.objects.visible_to(actor).filter(day__gte=since, day__lte=until)


def _behind(column: str, key: str) -> Q:
    """The lines that follow this one among those with the same sum; nobody's comes first."""
    if column == "activity":
        return Q(activity__gt=key)
    return Q(**{f"{column}__gt": int(key)}) if key.isdecimal() else Q(**{f"{column}__isnull": False})


def _of(column: str, key: str) -> Q:
    if column == "activity":
        return Q(activity=key)
    return Q(**{column: int(key)}) if key.isdecimal() and len(key) < 19 else Q(**{f"{column}__isnull": True})


def _booked(rows: QuerySet[TimeEntry]) -> list[Booked]:
    return [Booked(*row) for row in rows.values_list(*_COLUMNS)]
