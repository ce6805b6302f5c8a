"""The agreements' part of the small world: every desk has what it begins with; alpha promises *one* more."""

from __future__ import annotations

from datetime import date

from behalf.agreements import actions, queries
from behalf.agreements.models import ALWAYS, OFFICE
from behalf.kit.tenancy import acting
from tests.world import NOW, World


def furnish(world: World) -> None:
    """``calendars``, ``agreement``, ``date`` of each desk by its name; alpha's admin agent and help desk take turns."""
    world.calendars, world.agreements, world.dates = {}, {}, {}
    for desk, role in (("alpha", "admin_agent"), ("beta", "admin_agent"), ("operator", "operator_admin")):
        actor = world.actor(desk, role)
        actions.begin(actor, now=NOW)
        with acting(actor):
            world.calendars[desk] = {row.key: row.pk for row in queries.calendars(actor)}
            world.agreements[desk] = queries.agreements(actor, now=NOW)[0].row.pk
        office = world.calendars[desk][OFFICE]
        actions.add_date(actor, office, since=date(2026, 12, 31), windows=(), why="Stocktaking", now=NOW)
        with acting(actor):
            world.dates[desk] = queries.calendar(actor, office, now=NOW).dates[0].pk
    lead = world.actor("alpha", "global_admin")
    turns = [world.actor("alpha", role).person for role in ("admin_agent", "helpdesk_agent")]
    actions.set_duty(lead, people=turns, since=NOW.date(), lead_id=lead.person, now=NOW)


def around_the_clock(world: World, desk: str) -> int:
    """The calendar in which every moment counts."""
    return int(world.calendars[desk][ALWAYS])
