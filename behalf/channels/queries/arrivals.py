"""Mails that came, as people look at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from behalf.channels.models import Arrival, Outcome, Unreachable
from behalf.channels.reading.letter import Read
from behalf.channels.reading.reader import read
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query

PAGE = 25
SHOWN = (
    "id", "subject", "sender", "sender_name", "address", "received_at", "outcome", "word", "why",
    "why_facts", "case_id", "case__number",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A mail in a list."""

    id: int
    subject: str
    sender: str
    sender_name: str
    address: str
    received_at: datetime
    outcome: str
    word: str
    why: str
    why_facts: dict[str, Any]
    case_id: int | None
    case__number: str | None


@dataclass(frozen=True, slots=True)
class Look:
    """What the chain found when it looked at a mail, step by step."""

    number: int
    steps: Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Told:
    """One mail, read anew from its bytes, with everything that was decided about it."""

    row: Arrival
    mail: Read
    looks: Sequence[Look]


@query("channels.read")
def arrivals(actor: Actor, *, outcome: str = "", before: int | None = None, limit: int = PAGE) -> list[Line]:
    """Mails that came, the newest first, one more than ``limit`` when there are older ones; by outcome if given."""
    rows = Arrival.objects.visible_to(actor)
    if outcome:
        rows = rows.filter(outcome=outcome)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [Line(**values) for values in rows.order_by("-pk").values(*SHOWN)[: limit + 1]]


@query("channels.read")
def of_case(actor: Actor, case_id: int) -> list[Line]:
    """The mails that came for a case, the newest first."""
    rows = Arrival.objects.visible_to(actor).filter(case_id=case_id).order_by("-pk")
    return [Line(**values) for values in rows.values(*SHOWN)[:PAGE]]


@query("channels.decide")
def held(actor: Actor, *, limit: int) -> tuple[list[Line], int]:
    """Mails that wait for a human, the longest waiting first, and how many there are."""
    rows = Arrival.objects.visible_to(actor).filter(outcome=Outcome.HELD)
    lines = [Line(**values) for values in rows.order_by("pk").values(*SHOWN)[:limit]]
    return lines, rows.count() if len(lines) == limit else len(lines)


@query("channels.read")
def counts(actor: Actor) -> dict[str, int]:
    """How many mails wait for a human, and how many for us."""
    rows = Arrival.objects.visible_to(actor).filter(outcome__in=(Outcome.HELD, Outcome.WAITING))
    found = dict(rows.order_by().values_list("outcome").annotate(count=Count("id")))
    return {"held": found.get(Outcome.HELD, 0), "waiting": found.get(Outcome.WAITING, 0)}


@query("channels.read")
def arrival(actor: Actor, arrival_id: int) -> Told:
    """One mail of the desk; NotFound for a stranger's."""
    row = Arrival.objects.visible_to(actor).select_related("case").filter(pk=arrival_id).first()
    if row is None:
        raise NotFound(_("There is no such mail."))
    numbers = sorted({int(step["look"]) for step in row.steps})
    looks = [Look(number, [step for step in row.steps if step["look"] == number]) for number in numbers]
    return Told(row, read(bytes(row.raw)), looks)


@query("channels.read")
def original(actor: Actor, arrival_id: int) -> bytes:
    """The bytes of a mail as they came; NotFound for a stranger's."""
    found = Arrival.objects.visible_to(actor).filter(pk=arrival_id).values_list("raw", flat=True).first()
    if found is None:
        raise NotFound(_("There is no such mail."))
    return bytes(found)


@query("channels.read")
def unreachable(actor: Actor, address: str) -> Unreachable | None:
    """What a mail server said when it called an address dead; None while mail gets there."""
    return Unreachable.objects.visible_to(actor).filter(address=address.lower()).first()
