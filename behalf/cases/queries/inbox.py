"""The queue of a desk: one statement for 25 rows, one for the numbers on its views; made for 100,000 cases.

Every view walks a partial index in the order in which it is shown; nothing counts further than ``ENOUGH``. The two
statements are written by hand: the most looked-at page does not build them anew each time.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from behalf.cases import rules
from behalf.cases.models import Case
from behalf.cases.queries._present import PRESENT, Present, by_case
from behalf.kit.actor import Actor
from behalf.kit.verbs import query

VIEWS = ("mine", "unassigned", "due", "with_operator", "waiting", "all", "closed")
BACKGROUND = ("with_operator",)

Value = int | str | datetime | list[str] | None
ENOUGH = 100
LIMIT = 25

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = (
    "id", "number", "subject", "company", "counterpart_name", "account_id", "service_id", "severity", "status",
    "assignee_id", "assignee_name", "opened_at", "due_at", "due_for", "queue_at", "first_answer_at", "closed_at",
    "version", "affected", "is_shown",
)  # fmt: skip
_SAVED = """
    select json_agg(json_build_object('id', id, 'name', name, 'shared', person_id is null, 'wanted', wanted)
        order by person_id is null, lower(name), id)
    from cases_savedview where org_id = %s and (person_id is null or person_id = %s)
"""
SELECT = f"select {', '.join(_COLUMNS)} from cases_case"  # noqa: S608  # our own columns


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
    due_for: str
    queue_at: datetime
    first_answer_at: datetime | None
    closed_at: datetime | None
    version: int
    affected: int | None
    is_shown: bool

    @property
    def holder(self) -> str:
        """In whose hand it lies."""
        return rules.holder(self.status)


@dataclass(frozen=True, slots=True)
class Saved:
    """A view kept under a name; ``shared``: by the whole desk."""

    id: int
    name: str
    shared: bool
    wanted: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tabs:
    """What stands above the queue, numbers and views kept; and which colleague is at which case."""

    counts: dict[str, int]
    saved: list[Saved]
    present: dict[int, tuple[Present, ...]]


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of the queue; ``older`` is the key with which the next page begins, empty on the last."""

    rows: list[Listed]
    older: str


@query("cases.read")
def views(actor: Actor) -> tuple[str, ...]:
    """The views of the queue that the actor has."""
    background = actor.may("cases.background")
    return tuple(name for name in VIEWS if background or name not in BACKGROUND)


@query("cases.read")
def inbox(
    actor: Actor,
    *,
    view: str = "all",
    service_id: int | None = None,
    account_id: int | None = None,
    severity: str = "",
    kind: str = "",
    status: str = "",
    assignee_id: int | None = None,
    affected: int | None = None,
    before: str = "",
    limit: int = LIMIT,
    now: datetime,
) -> Inbox:
    """A page of the desk's cases: the open ones by what is due first, the closed ones by the latest closed first.

    view: one of the actor's ``views``, else all; before: ``older`` of the page above. The others name a value that
    the column must have; affected: at least so many people.
    """
    where, values = _of_view(actor, view, now)
    filters: dict[str, Value] = {
        "service_id": service_id, "account_id": account_id, "severity": severity or None, "kind": kind or None,
        "assignee_id": assignee_id,
    }  # fmt: skip
    for column, given in filters.items():
        if given is not None:
            where, values = f"{where} and {column} = %s", (*values, given)
    if affected is not None:
        where, values = f"{where} and affected >= {rules.MANY} and affected >= %s", (*values, max(affected, rules.MANY))
    if status:
        meant = rules.meant_by(status, background=actor.may("cases.background"))
        where, values = f"{where} and status = any(%s)", (*values, list(meant))
    key = "closed_at" if view == "closed" else "queue_at"
    at, pk = _unkey(before)
    if at is not None:
        where, values = f"{where} and ({key}, id) {'<' if view == 'closed' else '>'} (%s, %s)", (*values, at, pk)
    order = "closed_at desc, id desc" if view == "closed" else "queue_at, id"
    with connection.cursor() as cursor:
        cursor.execute(f"{SELECT} where {where} order by {order} limit %s", (*values, limit + 1))
        found = [_seen(actor, Listed(*row)) for row in cursor.fetchall()]
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
    return _seen(actor, Listed(*found)) if found else None


@query("cases.read")
def chosen(actor: Actor, ids: Collection[int]) -> list[Listed]:
    """The desk's cases among these ids, by what is due first; a stranger's are left out."""
    rows = Case.objects.visible_to(actor).filter(pk__in=ids).order_by("queue_at", "id")
    return [_seen(actor, Listed(*row)) for row in rows.values_list(*_COLUMNS)]


@query("cases.read")
def counts(actor: Actor, *, now: datetime) -> dict[str, int]:
    """How many cases each of the actor's views but the closed one holds, counted to 100 and no further."""
    return tabs(actor, now=now).counts


@query("cases.read")
def tabs(actor: Actor, *, now: datetime) -> Tabs:
    """The numbers on the views, the views kept under a name, and who else is at which case, in one statement."""
    counted = [name for name in views(actor) if name != "closed"]
    conditions = [_of_view(actor, name, now) for name in counted]
    parts = ", ".join(
        f"(select count(*) from (select from cases_case where {where} limit {ENOUGH}) v)"  # noqa: S608  # our own conditions
        for where, _values in conditions
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {parts}, ({_SAVED}), ({PRESENT})",  # our own text
            [
                *(value for _where, values in conditions for value in values), actor.org_id, actor.person_id,
                actor.org_id, now, actor.person_id,
            ],
        )  # fmt: skip
        *numbers, saved, present = cursor.fetchone()
    counts = dict(zip(counted, numbers, strict=True))
    return Tabs(counts, [Saved(**row) for row in saved or []], by_case(present or []))


def _of_view(actor: Actor, view: str, now: datetime) -> tuple[str, tuple[Value, ...]]:
    """The rows of a view as SQL, with its values: the desk's own, as the gate has it, in words that an index knows."""
    conditions: dict[str, tuple[str, tuple[Value, ...]]] = {
        "mine": (" and assignee_id = %s", (actor.person_id,)),
        "unassigned": (" and assignee_id is null", ()),
        "due": (" and queue_at < %s", (_midnight(actor, now),)),
        "with_operator": (f" and status = '{rules.WITH_OPERATOR}'", ()),
        "waiting": (f" and status in ('{rules.WAITING}', '{rules.RESOLVED}')", ()),
    }
    more, values = conditions.get(view if view in views(actor) else "all", ("", ()))
    state = "closed_at is not null" if view == "closed" else "closed_at is null"
    return f"org_id = %s and {state}{more}", (actor.org_id, *values)


def _seen(actor: Actor, row: Listed) -> Listed:
    status = rules.seen(row.status, background=actor.may("cases.background"))
    return row if status == row.status else replace(row, status=status)


def _midnight(actor: Actor, now: datetime) -> datetime:
    return rules.midnight(now.astimezone(ZoneInfo(actor.zone)))


def _key(at: datetime, pk: int) -> str:
    return f"{(at - _EPOCH) // timedelta(microseconds=1)}-{pk}"


def _unkey(key: str) -> tuple[datetime | None, int]:
    """The place that a key names; one that is not ours names the beginning."""
    micros, _dash, pk = key.partition("-")
    if not (micros.isdecimal() and pk.isdecimal() and len(micros) < 19 and len(pk) < 19):
        return None, 0
    return _EPOCH + min(timedelta(microseconds=int(micros)), rules.LAST - _EPOCH), int(pk)
