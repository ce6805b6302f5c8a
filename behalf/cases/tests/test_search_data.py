"""The collected texts, loaded as cases: every question finds exactly the texts that hold its term.

The texts lie beside the project (``BEHALF_SHARED_DATA`` names the folder) and are no part of it; without them there is
nothing to test. A term of several words is asked as a phrase, and asked bare its holders come first.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from behalf.cases import queries
from behalf.cases.models import Case
from behalf.cases.search import index
from behalf.kit.actor import Actor
from behalf.kit.tenancy import acting
from tests.harness import Elsewhere
from tests.run import ROOT
from tests.world import NOW, World

DATA = Path(os.environ.get("BEHALF_SHARED_DATA") or ROOT.parent / "shared" / "data")
MOST = 1000

pytestmark = pytest.mark.skipif(not (DATA / "cases" / "search_expected.jsonl").exists(), reason="no texts beside it")


def expected(folder: str) -> list[dict[str, Any]]:
    path = DATA / folder / "search_expected.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def short_texts(wanted: set[int]) -> Iterator[tuple[str, str]]:
    """The questions that are asked for, and every fourth of the others."""
    with (DATA / "cases" / "banking77_train.csv").open(encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file), 1):
            if number in wanted or number % 4 == 0:
                yield str(number), row["text"]


def pages(language: str) -> Iterator[tuple[str, str]]:
    """The help texts of a language without their mark-up, as the data's README says."""
    for path in sorted((DATA / "kb" / language).glob("*.md")):
        text = path.read_text(encoding="utf-8").removeprefix("\ufeff")
        text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
        text = re.sub(r'<span class="sxs-lookup">.*?</span>', "", text, flags=re.DOTALL)
        yield f"{language}/{path.name}", re.sub(r"\]\([^)]*\)", "]", re.sub(r"<[^>]+>", "", text))


@contextmanager
def loaded(elsewhere: Elsewhere, world: World, texts: Iterator[tuple[str, str]]) -> Iterator[Actor]:
    """The texts as cases of alpha: the name of each is the case's subject, without being found by it."""
    names, bodies = zip(*texts, strict=True)
    actor = world.actor("alpha", "helpdesk_agent")
    at = dict.fromkeys(("opened_at", "counts_from", "queue_at", "changed_at"), NOW)
    cases = (
        Case(org_id=world.alpha, number=f"T-{n}", kind="how_to", severity="C", channel="mail", **at)
        for n in range(1, len(names) + 1)
    )
    with elsewhere("web"), acting(actor):
        Case.objects.visible_to(actor).bulk_create(cases, batch_size=2000)
    with elsewhere("owner"), connection.cursor() as cursor:
        cursor.execute("delete from cases_searchrow")
        cursor.execute(
            "insert into cases_message (org_id, case_id, party, author_name, body, is_public, is_note, at, key)"
            " select %s, c.id, 'cust', '', t.body, true, false, %s, ''"
            " from unnest(%s::text[]) with ordinality t(body, n)"
            " join cases_case c on c.number = 'T-' || n and c.org_id = %s",
            [world.alpha, NOW, list(bodies), world.alpha],
        )
        index.rebuild(only_missing=True)
        cursor.execute("delete from cases_searchrow where case_id in (select id from cases_case where subject <> '')")
    with elsewhere("web"), acting(actor):
        yield actor


def found(actor: Actor, text: str, names: list[str]) -> list[str]:
    answer = queries.search(actor, text, limit=MOST)
    return [names[int(hit.row.number.removeprefix("T-")) - 1] for hit in answer.hits]


def check(actor: Actor, questions: list[dict[str, Any]], names: list[str]) -> list[str]:
    """The questions that found something else."""
    wrong = []
    for each in questions:
        holders, query = {str(pk) for pk in each["ids"]}, each["query"]
        several = " " in query
        exact = found(actor, f'"{query}"' if several else query, names)
        if set(exact) != holders or len(exact) != each["count"]:
            wrong.append(query)
        bare = found(actor, query, names)
        if set(bare[: len(holders)]) != holders:
            wrong.append(f"{query}, bare")
    return wrong


def test_short_questions_in_english(elsewhere: Elsewhere, world: World) -> None:
    questions = expected("cases")
    texts = list(short_texts({pk for each in questions for pk in each["ids"]}))
    with loaded(elsewhere, world, iter(texts)) as actor:
        assert check(actor, questions, [name for name, _text in texts]) == []


@pytest.mark.parametrize("language", ["zh-CN", "ja-JP"])
def test_pages_in_chinese_and_japanese(elsewhere: Elsewhere, world: World, language: str) -> None:
    questions = [each for each in expected("kb") if each["lang"] == language]
    texts = list(pages(language))
    with loaded(elsewhere, world, iter(texts)) as actor:
        assert check(actor, questions, [name for name, _text in texts]) == []
