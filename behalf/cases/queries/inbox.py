"""The queue of a desk: one statement for 25 rows, one for the numbers on its views; made for 100,000 cases.

Every view walks a partial index in the order in which it is shown; nothing counts further than ``ENOUGH``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q, QuerySet

from behalf.cases import rules
from behalf.cases.models import OPEN, THEIRS, Case
from behalf.kit.actor import Actor
from behalf.kit.verbs import query

VIEWS = ("mine", "unassigned", "due", "with_operator", "waiting", "all", "closed")
COUNTED = VIEWS[:-1]

Value = int | str | datetime | None
ENOUGH = 100
LIMIT = 25

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = (
    "id", "number", "subject", "company", "counterpart_name", "account_id", "service_id", "severity", "status",
    "assignee_id", "assignee_name", "opened_at", "due_at", "queue_at", "first_answer_at", "closed_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """A case as a list shows it."""

    id: int
    number: str
    subject: str
    company: str
    counterpart_name: str
    account_id: int | None
    service_id: int | None
    severity: str
    status: str
    assignee_id: int | None
    assignee_name: str
    opened_at: datetime
    due_at: datetime | None
    queue_at: datetime
    first_answer_at: datetime | None
    closed_at: datetime | None

    @property
    def holder(self) -> str:
        """In whose hand it lies."""
        return rules.holder(self.status)


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of the queue; ``older`` is the key with which the next page begins, empty on the last."""

    rows: list[Listed]
    older: str


@query("cases.read")
def inbox(
    actor: Actor,
    *,
    view: str = "all",
    service_id: int | None = None,
    account_id: int | None = None,
    search: str = "",
    before: str = "",
    limit: int = LIMIT,
    now: datetime,
) -> Inbox:
    """A page of the desk's cases: the open ones by what is due first, the closed ones by the latest closed first.

    view: one of ``VIEWS``; search: a number, or any part of subject or company; before: ``older`` of the page above.
    """
    rows = Case.objects.visible_to(actor).filter(_view(actor, view, now))
    if service_id is not None:
        rows = rows.filter(service_id=service_id)
    if account_id is not None:
        rows = rows.filter(account_id=account_id)
    for word in search.split():
        rows = rows.filter(Q(subject__icontains=word) | Q(company__icontains=word) | Q(number__iexact=word))
    key = "closed_at" if view == "closed" else "queue_at"
    found = [Listed(*row) for row in _page(rows, key, before).values_list(*_COLUMNS)[: limit + 1]]
    shown = found[:limit]
    more = len(found) > limit
    return Inbox(shown, _key(getattr(shown[-1], key), shown[-1].id) if more else "")


@query("cases.of_account")
def of_account(actor: Actor, account_id: int, *, closed: bool = False, before: str = "", now: datetime) -> Inbox:
    """A customer's open cases by what is due first, or the closed ones."""
    return inbox(actor, view="closed" if closed else "all", account_id=account_id, before=before, now=now)


@query("cases.read")
def by_number(actor: Actor, number: str) -> Listed | None:
    """The desk's case with this number, open or closed, however its letters are written."""
    rows = Case.objects.visible_to(actor).filter(number=number.strip().upper())
    found = rows.values_list(*_COLUMNS).first()
    return Listed(*found) if found else None


@query("cases.read")
def counts(actor: Actor, *, now: datetime) -> dict[str, int]:
    """How many cases each view holds, counted to 100 and no further."""
    views = [(name, _of_view(actor, name, now)) for name in COUNTED]
    parts = ", ".join(
        f"(select count(*) from (select from cases_case where org_id = %s and closed_at is null{condition} limit %s) v)"  # noqa: S608  # our own conditions
        for _name, (condition, _values) in views
    )
    values = [value for _name, (_condition, given) in views for value in (actor.org_id, *given, ENOUGH)]
    with connection.cursor() as cursor:
        cursor.execute(f"select {parts}", values)
        return dict(zip(COUNTED, cursor.fetchone(), strict=True))


def _of_view(actor: Actor, view: str, now: datetime) -> tuple[str, tuple[Value, ...]]:
    """A view as SQL; ``_view`` says the same to the ORM, and a test compares them."""
    conditions: dict[str, tuple[str, tuple[Value, ...]]] = {
        "mine": (" and assignee_id = %s", (actor.person_id,)),
        "unassigned": (" and assignee_id is null", ()),
        "due": (" and queue_at < %s", (_midnight(actor, now),)),
        "with_operator": (" and status = %s", (rules.WITH_OPERATOR,)),
        "waiting": (" and status in (%s, %s)", (rules.WAITING, rules.RESOLVED)),
    }
    return conditions.get(view, ("", ()))


def _view(actor: Actor, view: str, now: datetime) -> Q:
    if view == "closed":
        return ~OPEN
    views = {
        "mine": Q(assignee_id=actor.person_id),
        "unassigned": Q(assignee_id__isnull=True),
        "due": Q(queue_at__lt=_midnight(actor, now)),
        "with_operator": Q(status=rules.WITH_OPERATOR),
        "waiting": THEIRS,
    }
    return OPEN & views.get(view, Q())


def _midnight(actor: Actor, now: datetime) -> datetime:
    return rules.midnight(now.astimezone(ZoneInfo(actor.zone)))


def _page(rows: QuerySet[Case], key: str, before: str) -> QuerySet[Case]:
    """The rows after the key, in the index's own order."""
    at, pk = _unkey(before)
    if key == "closed_at":
        if at is not None:
            rows = rows.filter(closed_at__lte=at).exclude(closed_at=at, id__gte=pk)
        return rows.order_by("-closed_at", "-id")
    if at is not None:
        rows = rows.filter(queue_at__gte=at).exclude(queue_at=at, id__lte=pk)
    return rows.order_by("queue_at", "id")


def _key(at: datetime, pk: int) -> str:
    return f"{(at - _EPOCH) // timedelta(microseconds=1)}-{pk}"


def _unkey(key: str) -> tuple[datetime | None, int]:
    """The place that a key names; one that is not ours names the beginning."""
    micros, _dash, pk = key.partition("-")
    if not (micros.isdecimal() and pk.isdecimal() and len(micros) < 19 and len(pk) < 19):
        return None, 0
    return _EPOCH + min(timedelta(microseconds=int(micros)), rules.LAST - _EPOCH), int(pk)
