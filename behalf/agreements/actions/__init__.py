"""Every change of calendars, agreements and duty."""

from behalf.agreements.actions.agreements import renew, retire, save_agreement
from behalf.agreements.actions.begin import begin
from behalf.agreements.actions.calendars import add_date, remove_date, save_calendar
from behalf.agreements.actions.duty import leave_duty, set_duty

__all__ = [
    "add_date", "begin", "leave_duty", "remove_date", "renew", "retire", "save_agreement", "save_calendar", "set_duty",
]  # fmt: skip
