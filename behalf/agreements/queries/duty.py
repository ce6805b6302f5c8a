"""Reads of duty: whose turn it is now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from behalf.agreements import rules
from behalf.agreements.models import Duty, DutyTurn, OnBreach
from behalf.kit.actor import Actor
from behalf.kit.verbs import query

WEEKS = 8


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who stands ready now, who leads, and what the desk does when a promise is broken."""

    person_id: int | None
    name: str
    lead_id: int | None
    on_breach: str
    calendar_id: int | None


@dataclass(frozen=True, slots=True)
class Rota:
    """The desk's rota with the turns of the coming weeks, as (Monday, name)."""

    row: Duty | None
    people: list[DutyTurn]
    weeks: list[tuple[datetime, str]]


@query("agreements.apply")
def on_duty(actor: Actor, *, now: datetime) -> OnDuty:
    """Whose turn it is; nobody's on a desk without a rota, which then only tells owners."""
    row = Duty.objects.visible_to(actor).first()
    if row is None:
        return OnDuty(None, "", None, OnBreach.NOTIFY, None)
    turn = rules.turn(_people(actor), since=row.since, now=now, zone=row.zone)
    return OnDuty(
        turn.person_id if turn else None, turn.person_name if turn else "", row.lead_id, row.on_breach, row.calendar_id
    )


@query("agreements.read")
def duty(actor: Actor, *, now: datetime) -> Rota:
    """The rota with the next weeks."""
    row, people = Duty.objects.visible_to(actor).first(), _people(actor)
    weeks = [now + timedelta(weeks=number) for number in range(WEEKS)] if row and people else []
    return Rota(row, people, [(at, _name(people, row, at)) for at in weeks])


def _people(actor: Actor) -> list[DutyTurn]:
    return list(DutyTurn.objects.visible_to(actor).order_by("place"))


def _name(people: list[DutyTurn], row: Duty | None, at: datetime) -> str:
    turn = rules.turn(people, since=row.since, now=at, zone=row.zone) if row else None
    return turn.person_name if turn else ""
