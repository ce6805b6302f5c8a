"""The index is written: with every step of a case in its own transaction, and anew for many cases at once.

``follow`` is all that an action needs. It reads with the rights of whoever acts (a customer adds its own words and
sees no note); what moves messages between cases calls ``renew``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from behalf.cases import rules
from behalf.cases.models import Case
from behalf.cases.search.lexemes import Head, Talk

BATCH = 500

_CASE = (
    "number", "other_number", "subject", "company", "counterpart_name", "contact_name", "contact_email",
    "contact_phone", "severity", "assignee_id", "assignee_name",
)  # fmt: skip
_SERVICE = "concat_ws(' · ', name, name_zh, name_ja)"
_FRESH = f"""
select asked.id, seen.message_id is not null, coalesce(seen.head, ''),
  coalesce((select {_SERVICE} from catalog_service s where s.id = asked.service_id), ''), fresh.*
from unnest(%s::bigint[], %s::bigint[]) asked(id, service_id)
left join cases_search_seen(asked.id) seen on true left join lateral (
  select 'message' as kind, id, party, author_name as name, body from cases_message
  where case_id = asked.id and id > coalesce(seen.message_id, 0)
  union all
  select 'file', f.id, m.party, f.name, '' from cases_attachment f join cases_message m on m.id = f.message_id
  where f.case_id = asked.id and f.id > coalesce(seen.attachment_id, 0)
) fresh on true order by asked.id, fresh.id
"""  # noqa: S608  # our own columns
_ALL = "select id from cases_case where org_id = %s and id > %s order by id limit %s"
_MISSING = """
select id from cases_case c where org_id = %s and id > %s
  and not exists (select from cases_searchrow s where s.case_id = c.id) order by id limit %s
"""
_PUT = "select cases_search_put(%s, %s, %s, %s, %s, %s, %s, %s, %s)"
_HEADS = f"""
select c.id, c.closed_at is null, coalesce((select {_SERVICE} from catalog_service s where s.id = c.service_id), ''),
  {", ".join(f"c.{name}" for name in _CASE)}, c.org_id, c.opened_at from cases_case c where c.id = any(%s)
"""  # noqa: S608  # our own columns
_SAID = """
select case_id, 'message', id, party, author_name, body from cases_message where case_id = any(%(cases)s)
union all
select f.case_id, 'file', f.id, m.party, f.name, '' from cases_attachment f
join cases_message m on m.id = f.message_id where f.case_id = any(%(cases)s)
order by 1, 3
"""


def follow(cases: Sequence[Case], *, reads_all: bool) -> None:
    """Bring the rows of cases up to what their step did; one statement, and one more for what is new to find.

    reads_all: whether the actor sees everything that was said on them, as the desk does and who has just opened one.
    """
    if not cases:
        return
    found: dict[int, list[Any]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_FRESH, [[case.pk for case in cases], [case.service_id for case in cases]])
        for case_id, *row in cursor.fetchall():
            found.setdefault(case_id, []).append(row)
        new = [values for case in cases if (values := _news(case, found[case.pk], reads_all=reads_all)) is not None]
        if len(new) == 1:
            cursor.execute(_PUT, new[0])
        elif new:
            cursor.executemany(_PUT, new)


def _news(case: Case, rows: Sequence[Any], *, reads_all: bool) -> tuple[Any, ...] | None:
    """What the case's row is told, if there is anything."""
    known, before, services = rows[0][:3]
    if not known and not reads_all:
        return None  # a case from before there was an index: `rebuild` takes all of it in
    head = _head([getattr(case, name) for name in _CASE], services, is_open=case.closed_at is None)
    talk = _talk(row[3:] for row in rows if row[3] is not None)
    if known and not talk.message_id and not talk.attachment_id and head.text() == before:
        return None
    return _values(case.pk, head, talk)


def renew(case_ids: Sequence[int]) -> None:
    """Index these cases of the present desk anew, from everything that stands in them."""
    with connection.cursor() as cursor:
        cursor.execute("delete from cases_searchrow where case_id = any(%s)", [list(case_ids)])
        cursor.executemany(_PUT, [_values(*made[:3]) for made in rows_of(case_ids)])


def rows_of(case_ids: Sequence[int]) -> Iterator[tuple[int, Head, Talk, int, datetime]]:
    """What the rows of these cases are made of: id, head, talk, desk and when it was opened."""
    with connection.cursor() as cursor:
        cursor.execute(_SAID, {"cases": list(case_ids)})
        said: dict[int, list[Any]] = {}
        for row in cursor.fetchall():
            said.setdefault(row[0], []).append(row[1:])
        cursor.execute(_HEADS, [list(case_ids)])
        for pk, is_open, services, *named, desk, opened_at in cursor.fetchall():
            yield pk, _head(named, services, is_open=is_open), _talk(said.get(pk, ())), desk, opened_at


def rebuild(*, only_missing: bool = False, told: Callable[[int], None] = lambda _count: None) -> int:
    """Index every desk's cases anew, or those that are not in the index; as the owner, a transaction for each batch."""
    done = 0
    with connection.cursor() as cursor:
        cursor.execute("select distinct org_id from cases_case order by 1")
        desks = [row[0] for row in cursor.fetchall()]
    for desk in desks:
        after = 0
        while batch := _batch(desk, after, only_missing=only_missing):
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("select set_config('behalf.org', %s, true)", [str(desk)])
                    cursor.execute("select from cases_case where id = any(%s) order by id for update", [batch])
                renew(batch)
            after, done = batch[-1], done + len(batch)
            told(done)
    return done


def _batch(desk: int, after: int, *, only_missing: bool) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_MISSING if only_missing else _ALL, [desk, after, BATCH])
        return [row[0] for row in cursor.fetchall()]


def _head(named: Sequence[Any], services: str, *, is_open: bool) -> Head:
    known = dict(zip(_CASE, named, strict=True))
    return Head(**known, services=services, is_open=is_open)


def _talk(rows: Iterable[Sequence[Any]]) -> Talk:
    """kind, id, party, name, text -> what it is found by; the operator's word to us lies behind the talk."""
    talk = Talk()
    for kind, pk, party, name, body in rows:
        behind = party == rules.OPERATOR
        if kind == "message":
            talk.message(pk, author=name, body=body, behind=behind, of_customer=party == rules.CUSTOMER)
        else:
            talk.attachment(pk, name=name, behind=behind)
    return talk


def _values(pk: int, head: Head, talk: Talk) -> tuple[Any, ...]:
    return (
        pk, head.lexemes(), head.text(), sorted(talk.said), talk.said_text, sorted(talk.inside), talk.inside_text,
        talk.message_id, talk.attachment_id,
    )  # fmt: skip
