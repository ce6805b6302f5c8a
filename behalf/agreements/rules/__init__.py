"""What is right for calendars, agreements and duty: plain Python, values in, values out."""

from behalf.agreements.rules.assembling import assemble, coming, working_hours
from behalf.agreements.rules.daysoff import COUNTRIES
from behalf.agreements.rules.hours import (
    Calendar,
    Dated,
    Interval,
    NeverOpens,
    Window,
    Windows,
    around_the_clock,
    read,
    said,
)
from behalf.agreements.rules.rota import HANDS_OVER, monday, turn, week
from behalf.agreements.rules.terms import (
    PROMISES,
    SEVERITIES,
    WARNS_AT,
    Hours,
    Promise,
    Target,
    Terms,
    documented,
    never_opens,
    specificity,
)

__all__ = [
    "COUNTRIES", "HANDS_OVER", "PROMISES", "SEVERITIES", "WARNS_AT", "Calendar", "Dated", "Hours", "Interval",
    "NeverOpens", "Promise", "Target", "Terms", "Window", "Windows", "around_the_clock", "assemble", "coming",
    "documented", "monday", "never_opens", "read", "said", "specificity", "turn", "week", "working_hours",
]  # fmt: skip
