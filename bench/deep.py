"""Many cases of four messages, with their rows of the search: ``python -m bench.inside deep 1000000`` as the owner.

10,000 customers of 100 resellers at full size, of which the first holds a third of everything and the others ever less.
Rows are written by COPY with the index of words made at the end, as one would take over another system's cases.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from behalf.cases import rules
from behalf.cases.models import Case, Message
from behalf.cases.search.lexemes import Head
from behalf.customers.models import Account
from behalf.identity.models import Organization
from behalf.kit import clock
from bench import texts
from bench.load import Filling, _copy, _stored

RESELLERS, EACH, BATCH, POOL = 100, 100, 2000, 20_000
INDEX = "cases_search_words"


def main(arguments: Sequence[str]) -> None:
    """How many cases."""
    cases = int(arguments[0])
    filling = Deep(cases)
    with connection.cursor() as cursor:
        cursor.execute("set maintenance_work_mem = '1GB'")
        cursor.execute(
            "set session_replication_role = replica"
        )  # keys are right by construction; bench.search allows it
        cursor.execute("select pg_get_indexdef(%s::regclass)", [INDEX])
        definition = cursor.fetchone()[0]
        cursor.execute(f"drop index {INDEX}")
    with transaction.atomic():
        accounts = filling.customers(range(max(RESELLERS, cases // EACH)), random.Random(7))  # noqa: S311  (the same)
    for first in range(0, cases, BATCH):
        with transaction.atomic():
            filling.cases(accounts, range(first, min(first + BATCH, cases)))
    with connection.cursor() as cursor:
        cursor.execute(definition)
        cursor.execute(
            "insert into cases_counter (org_id, last) select org_id, 10000 + count(*) + 1 from cases_case"
            " group by org_id on conflict (org_id) do update set last = greatest(cases_counter.last, excluded.last)"
        )
        cursor.execute("vacuum analyze")


class Deep(Filling):
    """Customers and cases of very uneven resellers."""

    def __init__(self, cases: int) -> None:
        super().__init__(clock.now(), resellers=RESELLERS)
        self.total = cases
        self.given: dict[int, int] = {}
        self.desks = {each.pk: place for place, each in enumerate(self.resellers)}
        self.pool = texts.Pool(min(cases, POOL))
        self.ten = self._of_ten()

    def owner(self, number: int) -> Organization:
        """A third are the first reseller's; of the others the earlier have far more."""
        if number % 3 == 0:
            return self.resellers[0]
        spread = random.Random(number).random() ** 3  # noqa: S311  (the same at every run, no secret)
        return self.resellers[1 + int(spread * (len(self.resellers) - 1))]

    def cases(self, accounts: Sequence[Account], numbers: range) -> None:
        """Cases with these numbers, the newest last."""
        chance = random.Random(numbers.start)  # noqa: S311  (the same at every run, no secret)
        made = [self._one(accounts[number % len(accounts)], number, chance) for number in numbers]
        said = [self.pool.case(chance, number, of_ten=number in self.ten) for number in numbers]
        for case, words in zip(made, said, strict=True):
            case.subject = words.subject
        _copy(made)
        _copy_like(_message(made[0]), [self._said(case, words) for case, words in zip(made, said, strict=True)])
        _copy([row for case in made for row in self._clocks(case)])
        _copy([event for case in made for event in self._course(case)])
        _copy_found(zip(made, said, strict=True))

    def _one(self, account: Account, number: int, chance: random.Random) -> Case:
        case = self._case(account, chance)
        opened = self.now - timedelta(minutes=3 + (self.total - number) * 1_000_000 // self.total)
        age = case.closed_at - case.opened_at if case.closed_at else None
        desk = self.desks[case.org_id]
        self.given[desk] = self.given.get(desk, 10_000) + 1
        case.number = f"B{desk:02}-{self.given[desk]}"
        case.opened_at = case.counts_from = opened
        case.due_at = rules.due(case.status, opened, self._folded(case).due_at)
        case.queue_at = rules.place(case.due_at)
        case.closed_at = opened + age if age else None
        case.changed_at = case.closed_at or opened
        return case

    def _of_ten(self) -> set[int]:
        """Ten cases of the first reseller, spread over the years; its customers' numbers are those by three."""
        customers = max(RESELLERS, self.total // EACH)
        found = set()
        for part in range(10):
            number = (2 * part + 1) * self.total // 20
            while number % customers % 3:
                number += 1
            found.add(number)
        return found

    def _said(self, case: Case, words: texts.Said) -> Iterator[dict[str, Any]]:
        for place, body in enumerate(words.bodies):
            party = "us" if place % 2 else "cust"
            author = case.contact_name if party == "cust" else case.assignee_name or "Bench"
            at = case.opened_at + timedelta(minutes=7 * place)
            yield {**case.whose(), "party": party, "author_name": author, "body": body, "at": at}


def _message(case: Case) -> Message:
    return Message(**case.whose(), party="", author_name="", body="", is_public=True, at=case.opened_at)


def _copy_like(row: Message, cases: Sequence[Iterable[dict[str, Any]]]) -> None:
    """Write rows that differ from this one in what is given; quicker than a model for each of millions."""
    fields = row._meta.concrete_fields
    like = [_stored(row, field) for field in fields]
    places = {str(field.column): place for place, field in enumerate(fields)}
    target = sql.SQL(", ").join([sql.Identifier(column) for column in places])
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(max(id), 0) from cases_message")
        pk = cursor.fetchone()[0]
        with cursor.copy(sql.SQL("copy cases_message ({}) from stdin").format(target)) as into:
            for given in cases:
                for differs in given:
                    pk += 1
                    values = like.copy()
                    values[places["id"]] = pk
                    for name, value in differs.items():
                        values[places[name]] = value
                    into.write_row(values)
        cursor.execute("select setval(pg_get_serial_sequence('cases_message', 'id'), %s)", [pk])


def _copy_found(cases: Iterable[tuple[Case, texts.Said]]) -> None:
    """The rows of the search, made as the index makes them."""
    columns = ("case_id", "org_id", "at", "head", "said", "inside", "words", "message_id", "attachment_id")
    target = sql.SQL(", ").join(map(sql.Identifier, columns))
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(max(id), 0) from cases_message")
        newest = cursor.fetchone()[0]
        with cursor.copy(sql.SQL("copy cases_searchrow ({}) from stdin").format(target)) as into:
            for case, said in cases:
                head, desk = _head(case), case.org_id
                vector = " ".join(
                    [*(f"'{desk}{word}'" for word in head.lexemes()), *(f"'{desk}:{word}'" for word in said.talk.said)]
                )
                row = (case.pk, desk, case.opened_at, head.text(), said.talk.said_text, "", vector, newest, 0)
                into.write_row(row)


def _head(case: Case) -> Head:
    known = set(Head.__dataclass_fields__) - {"services", "is_open"}
    named: dict[str, Any] = {name: getattr(case, name) for name in known}
    return Head(**named, services="Exchange Online", is_open=case.closed_at is None)
