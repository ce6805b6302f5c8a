"""The instant of a reminder, for one case and for many."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from behalf.cases import reminding
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid


def instant(actor: Actor, choice: str, at: datetime | None, now: datetime) -> datetime:
    """When the person wants to hear again; Invalid for what is past or farther than a year."""
    when = reminding.chosen(choice, at=at, now=now, zone=actor.zone)
    if when is None or not now < when <= now + reminding.FARTHEST:
        raise Invalid(_("Choose a time to come, within a year."), field="at")
    return when
