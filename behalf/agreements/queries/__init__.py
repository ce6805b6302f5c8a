"""Every read of calendars, agreements and duty."""

from behalf.agreements.queries.agreements import (
    Applying,
    Current,
    agreement,
    agreements,
    applying,
    terms,
    version,
    versions,
)
from behalf.agreements.queries.calendars import Drawn, calendar, calendars, drawn
from behalf.agreements.queries.duty import OnDuty, Rota, duty, on_duty

__all__ = [
    "Applying", "Current", "Drawn", "OnDuty", "Rota", "agreement", "agreements", "applying", "calendar", "calendars",
    "drawn", "duty", "on_duty", "terms", "version", "versions",
]  # fmt: skip
