"""When a mail is tried again, and when we give up."""

from __future__ import annotations

from datetime import datetime, timedelta

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
ATTEMPTS = len(WAITS) + 1
CLAIM = timedelta(minutes=2)  # longer than the mail server's time-out, so that a slow sender keeps its mail
STRANDED = timedelta(minutes=15)  # past its time, so that nobody has it in hand any more


def next_try(attempts: int, now: datetime, *, for_good: bool) -> datetime | None:
    """When to try again after this many failed attempts; None: give up.

    for_good: the mail server refused in a way that no waiting mends (a 5xx answer).
    """
    if for_good or attempts >= ATTEMPTS:
        return None
    return now + WAITS[attempts - 1]
