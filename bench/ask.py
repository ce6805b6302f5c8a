"""Asks the search of the largest reseller, with the rights of its agent: ``python -m bench.inside ask`` as web.

Prints as JSON what each kind of question took, in milliseconds, and what a reply costs with and without its index.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, transaction

from behalf.cases import actions, queries
from behalf.cases.models import Case
from behalf.identity import directory
from behalf.identity.models import Person
from behalf.kit import clock
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from bench import texts
from bench.load import AGENT

FEW, MANY = texts.MARKS[0.01], texts.MARKS[0.60]
QUESTIONS: dict[str, Sequence[str]] = {
    "in 60 %": (*MANY, *(f'"{word}"' for word in MANY)),
    "in 1 %": FEW,
    "in ten": texts.TEN,
    "in none": texts.NONE,
    "one character, 60 %": ("箱", "届", "问"),
    "one character, 1 %": ("鷹", "匠"),
    "one character, ten": ("鲲", "麒"),
    "one character, none": ("鰐", "鳄"),
    "run of three and more": ("共享日历", "共有カレンダー", "关于隔离的问题", "についての問い合わせ"),
    "several words": ("mailbox quarantine", "日志 报表 李文静", "邮箱 备份任务", "srv-77 通讯录", "meeting recording"),
    "phrase": ('"spam filter"', '"the shared calendar"', '"quarantine of our team"'),
    "with filters": ("is:open 邮箱", "隔离 severity:A", "is:mine", "customer:苏州 mailbox", "邮箱 before:2025-06-01"),
    "as one types": ("mai", "qua", "sr", "calen", "B00-1", "1002"),
}


def main(arguments: Sequence[str]) -> None:
    """How often each question is asked."""
    rounds = int(arguments[0])
    person = Person.objects.get(email=AGENT.format(place=0, reseller=0))
    actor = directory.actors_of(person.pk)[0]
    found = {kind: _asked(actor, questions, rounds) for kind, questions in QUESTIONS.items()}
    print(json.dumps({"asked": found, "reply": _replies(actor, rounds * 10), "sizes": _sizes()}))


def _asked(actor: Actor, questions: Sequence[str], rounds: int) -> dict[str, Any]:
    took: list[float] = []
    slowest, counts = ("", 0.0), []
    for place in range(rounds + 1):
        for question in questions:
            typing = question in QUESTIONS["as one types"]
            with acting(actor):
                begin = time.perf_counter()
                answer = queries.search(actor, question, typing=typing)
                spent = 1000 * (time.perf_counter() - begin)
            if place:  # the first time warms
                took.append(spent)
                slowest = max(slowest, (question, spent), key=lambda each: each[1])
            else:
                counts.append(f"{answer.count}{'' if answer.is_exact else '+'}")
    return {**_shares(took), "slowest": slowest[0], "counts": counts}


def _replies(actor: Actor, times: int) -> dict[str, Any]:
    """A reply, and of it what the two statements of the index took; taken back each time."""
    with acting(actor):
        cases = list(Case.objects.visible_to(actor).filter(closed_at=None).order_by("-id")[:times])
    whole: list[float] = []
    index: list[float] = []
    for case in cases:
        watched = Watched()
        begin = time.perf_counter()
        with connection.execute_wrapper(watched):
            actions.reply(
                actor, case.pk, body="我们已经检查了设置，请再试一次。 Please try again and tell us.", now=clock.now()
            )
        whole.append(1000 * (time.perf_counter() - begin))
        index.append(1000 * watched.spent)
    return {"whole": _shares(whole), "index": _shares(index)}


class Watched:
    """How long the statements of the index took."""

    def __init__(self) -> None:
        self.spent = 0.0

    def __call__(self, execute: Callable[..., Any], statement: str, values: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  # as Django calls it
        begin = time.perf_counter()
        try:
            return execute(statement, values, many, context)
        finally:
            if "cases_search_" in str(statement):
                self.spent += time.perf_counter() - begin


def _shares(took: list[float]) -> dict[str, float]:
    ordered = sorted(took)
    return {"p50": statistics.median(ordered), "p95": ordered[int(0.95 * (len(ordered) - 1))], "max": ordered[-1]}


def _sizes() -> dict[str, str]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "select pg_size_pretty(pg_relation_size('cases_search_words')),"
            " pg_size_pretty(pg_relation_size('cases_searchrow')),"
            " pg_size_pretty(pg_total_relation_size('cases_searchrow') - pg_indexes_size('cases_searchrow')"
            " - pg_relation_size('cases_searchrow'))"
        )
        words, rows, toast = cursor.fetchone()
    return {"index of words": words, "rows": rows, "texts beside": toast}
