"""Search over the cases of the desk: three statements, however many there are. How it works: ``search/README.md``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

from behalf.cases import rules
from behalf.cases.queries.inbox import LIMIT, SELECT, Listed
from behalf.cases.search import asked as asking
from behalf.cases.search.asked import Asked
from behalf.cases.search.finding import Place, find
from behalf.cases.search.snippets import Marker, Part, plain
from behalf.kit.actor import Actor
from behalf.kit.statements import asked as asked_rows
from behalf.kit.verbs import query

_ROWS = f"{SELECT} where org_id = %s and id = any(%s)"
# What a snippet is taken from: the newest messages and files of each hit, as far as the reader may see them.
_TEXTS = """
select wanted.id, text.body from unnest(%(cases)s) wanted(id), lateral (
  select 1 as kind, m.id, left(m.body, 20000) as body from (
    select id, body from cases_message where case_id = wanted.id and party <> %(hidden)s order by id desc limit 40) m
  union all
  select 2, f.id, f.name from (
    select f.id, f.name from cases_attachment f join cases_message m on m.id = f.message_id
    where f.case_id = wanted.id and m.party <> %(hidden)s order by f.id desc limit 20) f
) text order by wanted.id, text.kind, text.id
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that was found: its line, its subject and a snippet in parts, of which some are hits."""

    row: Listed
    at: datetime
    subject: list[Part]
    company: list[Part]
    snippet: list[Part]

    @property
    def text(self) -> str:
        """The snippet without marks."""
        return plain(self.snippet)


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found; ``count`` to 1,000, and at least that many when it is not exact."""

    asked: Asked
    hits: list[Hit]
    count: int = 0
    is_exact: bool = True
    older: str = ""


@query("cases.read")
def search(actor: Actor, text: str, *, typing: bool = False, before: str = "", limit: int = LIMIT) -> Found:
    """The desk's cases in which all of it stands, newest first; several words that stand together before others.

    typing: the last word may go on; before: ``older`` of the page above.
    """
    asked = asking.asked(text, typing=typing)
    background = actor.may("cases.background")
    answer = find(
        asked, person_id=actor.person_id, background=background, zone=actor.zone, after=Place.of(before), limit=limit
    )
    hits = _hits(actor, asked, answer.places, background=background) if answer.places else []
    older = answer.places[-1].key() if answer.more else ""
    return Found(asked, hits, answer.count, answer.is_exact, older)


def _hits(actor: Actor, asked: Asked, places: Sequence[Place], *, background: bool) -> list[Hit]:
    ids = [place.id for place in places]
    rows = {row[0]: Listed(*row) for row in asked_rows(_ROWS, [actor.org_id, ids])}
    texts = _texts(ids, background=background)
    marker = Marker(asked)
    return [
        Hit(
            replace(row, status=rules.seen(row.status, background=background)), place.at, marker.marked(row.subject),
            marker.marked(row.company), marker.snippet(texts.get(place.id, ())),
        )
        for place in places
        if (row := rows.get(place.id)) is not None
    ]  # fmt: skip


def _texts(ids: list[int], *, background: bool) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS, {"cases": ids, "hidden": "" if background else rules.OPERATOR})
        for case_id, body in cursor.fetchall():
            found.setdefault(case_id, []).append(body)
    return found
