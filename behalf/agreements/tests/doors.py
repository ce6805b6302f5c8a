"""Which calendars, agreements and dates the addresses of this room take."""

from __future__ import annotations

from typing import Any

from behalf.agreements.models import OFFICE
from tests.world import World

DESKS = ("alpha", "beta", "operator")


def DOORS(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    """Each desk's own."""
    agreements = {desk: {"agreement_id": world.agreements[desk]} for desk in DESKS}
    calendars = {desk: {"calendar_id": world.calendars[desk][OFFICE]} for desk in DESKS}
    dates = {desk: {**calendars[desk], "date_id": world.dates[desk]} for desk in DESKS}
    return {
        **{f"agreements:{name}": agreements for name in ("agreement", "edit", "end")},
        **{f"agreements:{name}": calendars for name in ("calendar", "edit_calendar", "add_date")},
        "agreements:remove_date": dates,
    }
