"""What the desk keeps ready, as a list to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from behalf.cases import blocks
from behalf.cases.models import CheckItem, TextBlock
from behalf.cases.queries.variables import variables
from behalf.kit.actor import Actor
from behalf.kit.verbs import query

MOST = 200


@dataclass(frozen=True, slots=True)
class Ready:
    """A text block with its places filled for one case."""

    row: TextBlock
    text: str


@query("cases.read")
def text_blocks(actor: Actor, *, search: str = "") -> list[TextBlock]:
    """The desk's text blocks and macros by name; ``search``: any part of name or text."""
    rows = TextBlock.objects.visible_to(actor)
    for word in search.split():
        rows = rows.filter(name__icontains=word) | rows.filter(body__icontains=word)
    return list(rows.order_by("name", "language")[:MOST])


@query("cases.read")
def ready_for(actor: Actor, case_id: int, *, language: str) -> list[Ready]:
    """The text blocks for a case, filled: those in the contact's language and in any; else all there are."""
    known, every = variables(actor, [case_id]).get(case_id, {}), text_blocks(actor)
    fitting = [row for row in every if row.language in ("", language)] or every
    return [Ready(row, blocks.fill(row.body, known)) for row in fitting]


@query("cases.read")
def checklists(actor: Actor) -> list[CheckItem]:
    """Every step that the desk wants, by kind."""
    return list(CheckItem.objects.visible_to(actor).order_by("kind", "id"))
