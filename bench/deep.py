"""Many cases of four messages with clocks and rows of the search: ``python -m bench.inside deep 1000000`` as owner.

10,000 customers of 100 resellers at full size, of which the first holds a third of everything and the others ever less.
Rows are written by COPY, by as many processes as there are processors, and indexes made at the end, as one would take
over another system's cases. Every case bears an alarm in the year to come, the closed ones too: what looks for broken
promises then has as many to look through as if all were open, and nothing is due when a world is used again.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from behalf.cases.models import Message
from behalf.cases.search.lexemes import Head
from behalf.customers.models import Account
from behalf.identity.models import Organization
from behalf.kit import clock
from bench import texts
from bench.load import Filling, _all
from bench.past import SAID, Made
from bench.rows import copy, copy_like

RESELLERS, EACH, BATCH, POOL = 100, 100, 2000, 20_000
ALARM = timedelta(days=400)
FIRST_NUMBER = 10_001
TABLES = ("case", "message", "caseevent", "caseclock", "casehands", "searchrow")
# What only makes rows quicker to find; keys and what holds a rule stay.
_INDEXES = """
    select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i
    where i.indrelid = any(%s::regclass[]) and not i.indisunique order by 1
"""


def main(arguments: Sequence[str]) -> None:
    """How many cases; of a part: how many in all, its first and its last, and the id before the first of all."""
    numbers = [int(each) for each in arguments]
    with connection.cursor() as cursor:  # keys are right by construction; bench.world allows it
        cursor.execute("set session_replication_role = replica")
    if len(numbers) == 1:
        _whole(numbers[0])
    else:
        _part(*numbers)


def _whole(cases: int) -> None:
    filling = Deep(cases, 0)
    with connection.cursor() as cursor:
        cursor.execute("set maintenance_work_mem = '1GB'")
        cursor.execute(_INDEXES, [[f"cases_{table}" for table in TABLES]])
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"drop index {name}")
        cursor.execute("select coalesce(max(id), 0) from cases_case")
        before = cursor.fetchone()[0]
    with transaction.atomic():
        filling.customers(range(max(RESELLERS, cases // EACH)), random.Random(7))
    _in_parts(cases, before)
    with connection.cursor() as cursor:
        for _name, definition in indexes:
            cursor.execute(definition)
        cursor.execute("select setval(pg_get_serial_sequence('cases_case', 'id'), %s)", [before + cases])
        cursor.execute(
            "insert into cases_counter (org_id, last) select org_id, %s from cases_case"
            " group by org_id on conflict (org_id) do update set last = greatest(cases_counter.last, excluded.last)",
            [FIRST_NUMBER + cases],
        )
        cursor.execute("vacuum analyze")


def _in_parts(cases: int, before: int) -> None:
    parts = os.cpu_count() or 1
    bounds = [cases * part // parts for part in range(parts + 1)]
    running = [
        subprocess.Popen([sys.executable, "-m", "bench.inside", "deep", *map(str, (cases, first, last, before))])
        for first, last in pairwise(bounds)
    ]
    failed = [process.wait() for process in running]
    if any(failed):
        raise SystemExit("a part could not be written")


def _part(cases: int, first: int, last: int, before: int) -> None:
    filling = Deep(cases, before)
    resellers = [each.pk for each in filling.resellers]
    accounts = list(_all(Account).filter(reseller_id__in=resellers).order_by("id"))
    for begin in range(first, last, BATCH):
        with transaction.atomic():
            filling.cases(accounts, range(begin, min(begin + BATCH, last)))


class Deep(Filling):
    """Customers and cases of very uneven resellers; ``before``: the highest id of a case that was there before."""

    def __init__(self, cases: int, before: int) -> None:
        super().__init__(clock.now(), resellers=RESELLERS)
        self.total, self.before = cases, before
        self.desks = {each.pk: place for place, each in enumerate(self.resellers)}
        self.ten = self._of_ten()
        self.pool = texts.Pool(min(cases, POOL) if before else 0)

    def owner(self, number: int) -> Organization:
        """A third are the first reseller's; of the others the earlier have far more."""
        if number % 3 == 0:
            return self.resellers[0]
        spread = random.Random(number).random() ** 3
        return self.resellers[1 + int(spread * (len(self.resellers) - 1))]

    def cases(self, accounts: Sequence[Account], numbers: range) -> None:
        """Cases with these numbers, the newest last."""
        chance = random.Random(numbers.start)
        made = [self._one(accounts[number % len(accounts)], number, chance) for number in numbers]
        said = [self.pool.case(chance, number, of_ten=number in self.ten) for number in numbers]
        for each, words in zip(made, said, strict=True):
            each.case.subject = words.subject
        copy([each.case for each in made], numbered=True)
        message = Message(party="", author_name="", body="", is_public=True, at=self.now)
        pairs = list(zip(made, said, strict=True))
        copy_like(message, SAID, (row for each, words in pairs for row in _said(each, words)))
        self.write(made)
        _copy_found(pairs)

    def _one(self, account: Account, number: int, chance: random.Random) -> Made:
        opened = self.now - timedelta(minutes=3 + (self.total - number) * 1_000_000 // self.total)
        made = self.case(account, chance, opened=opened)
        made.case.pk = self.before + number + 1
        made.case.number = f"B{self.desks[made.case.org_id]:02}-{FIRST_NUMBER + number}"
        made.case.alarm_at = self.now + ALARM + timedelta(seconds=number)
        return made

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


def _said(made: Made, words: texts.Said) -> Iterator[tuple[Any, ...]]:
    case = made.case
    for place, body in enumerate(words.bodies):
        party = "us" if place % 2 else "cust"
        author = case.contact_name if party == "cust" else case.assignee_name or "Bench"
        yield *case.whose().values(), party, author, body, case.opened_at + timedelta(minutes=7 * place)


def _copy_found(cases: Iterable[tuple[Made, texts.Said]]) -> None:
    """The rows of the search, made as the index makes them."""
    columns = ("case_id", "org_id", "at", "head", "said", "inside", "words", "message_id", "attachment_id")
    target = sql.SQL(", ").join(map(sql.Identifier, columns))
    with connection.cursor() as cursor:
        cursor.execute("select last_value from cases_message_id_seq")
        newest = cursor.fetchone()[0]
        with cursor.copy(sql.SQL("copy cases_searchrow ({}) from stdin").format(target)) as into:
            for made, said in cases:
                case, head = made.case, _head(made)
                desk = case.org_id
                vector = " ".join(
                    [*(f"'{desk}{word}'" for word in head.lexemes()), *(f"'{desk}:{word}'" for word in said.talk.said)]
                )
                row = (case.pk, desk, case.opened_at, head.text(), said.talk.said_text, "", vector, newest, 0)
                into.write_row(row)


def _head(made: Made) -> Head:
    case = made.case
    known = set(Head.__dataclass_fields__) - {"services", "is_open"}
    named: dict[str, Any] = {name: getattr(case, name) for name in known}
    return Head(**named, services="Exchange Online", is_open=case.closed_at is None)
