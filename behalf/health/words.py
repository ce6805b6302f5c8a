"""How health is put into words and shapes: a state is never a colour alone."""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from behalf.health.rules import Kind, Level, Stage, State, Step


@dataclass(frozen=True, slots=True)
class Seen:
    """A state as a page shows it: ``ui.state(seen.shape, seen.word, seen.tone)``."""

    state: State
    shape: str
    word: Any
    tone: str | None = None


_STATES: dict[State, Seen] = {
    seen.state: seen
    for seen in (
        Seen(State.NORMAL, "fine", lazy("Normal")),
        Seen(State.REVIEWED, "fine", lazy("Review published")),
        Seen(State.FALSE_POSITIVE, "seen", lazy("False positive")),
        Seen(State.RESTORED, "fine", lazy("Restored")),
        Seen(State.MAINTENANCE, "planned", lazy("Planned work")),
        Seen(State.ADVISORY, "info", lazy("Information")),
        Seen(State.SUSPENDED, "paused", lazy("Investigation suspended"), "unk"),
        Seen(State.INVESTIGATING, "info", lazy("Investigating")),
        Seen(State.UNKNOWN, "unread", lazy("Not known")),
        Seen(State.EXTENDED_RECOVERY, "restoring", lazy("Extended recovery")),
        Seen(State.RESTORING, "restoring", lazy("Restoring")),
        Seen(State.DEGRADATION, "degraded", lazy("Degraded")),
        Seen(State.INTERRUPTION, "outage", lazy("Interrupted")),
    )
}

MEANINGS: dict[State, Any] = {
    State.NORMAL: lazy("It works as it should."),
    State.ADVISORY: lazy("It works; there is something to know."),
    State.DEGRADATION: lazy("It works, but slowly, partly or not for all."),
    State.INTERRUPTION: lazy("It cannot be used."),
    State.MAINTENANCE: lazy("It may be away for a while, as announced. Not counted against it."),
    State.UNKNOWN: lazy("We cannot tell how it is."),
    State.INVESTIGATING: lazy("We look into reports and do not know the extent yet."),
    State.RESTORING: lazy("The cause is found; the service is coming back."),
    State.EXTENDED_RECOVERY: lazy("It is back; what had piled up is still being worked off."),
    State.SUSPENDED: lazy("We need more details before we can go on."),
    State.RESTORED: lazy("It works again as it should. This ends the incident."),
    State.FALSE_POSITIVE: lazy("It never failed. This ends the incident."),
    State.REVIEWED: lazy("What happened, why, and what changes because of it."),
}

KINDS: dict[Kind, Any] = {
    Kind.OUTAGE: lazy("Outage"),
    Kind.DEGRADATION: lazy("Degradation"),
    Kind.ADVISORY: lazy("Advisory"),
}

KIND_MEANINGS: dict[Kind, Any] = {
    Kind.OUTAGE: lazy("A service or a large part of it cannot be used."),
    Kind.DEGRADATION: lazy("A service works, but slowly, partly or not for all."),
    Kind.ADVISORY: lazy("The service works; people should know something. It never shows as a fault."),
}

STAGES: dict[Stage, Seen] = {
    Stage.PLANNED: Seen(State.MAINTENANCE, "planned", lazy("Planned")),
    Stage.RUNNING: Seen(State.MAINTENANCE, "planned", lazy("Under way"), "warn"),
    Stage.ENDED: Seen(State.NORMAL, "fine", lazy("Ended")),
    Stage.CANCELLED: Seen(State.NORMAL, "info", lazy("Cancelled")),
}

STEPS: dict[Step, Any] = {
    Step.PLANNED: lazy("Announced"),
    Step.MOVED: lazy("Moved"),
    Step.STARTED: lazy("Started"),
    Step.ENDED: lazy("Ended"),
    Step.CANCELLED: lazy("Cancelled"),
    Step.CORRECTED: lazy("Corrected"),
}

CATEGORIES: dict[str, Any] = {
    "change": lazy("Coming change"),
    "action": lazy("Action required"),
    "good_to_know": lazy("Good to know"),
}


def seen(state: str) -> Seen:
    """A stored state, as it is shown."""
    return _STATES[State(state)]


def region(code: str) -> str:
    """A region's name in the reader's language; an unknown code is shown as it is."""
    names = _regions().get(code, {})
    return names.get(get_language() or "en") or names.get("en") or code


def region_once(name: str) -> str:
    """A region that was written down by its name in somebody's language, in the reader's."""
    return region(next((code for code, names in _regions().items() if name in names.values()), name))


def day_count(levels: Sequence[Level]) -> str:
    """A row of days in words: what a chart says to those who cannot see it."""
    count = Counter(levels)
    said = []
    if bad := count[Level.CRITICAL]:
        said.append(ngettext("%(count)s day with an outage", "%(count)s days with an outage", bad) % {"count": bad})
    if bad := count[Level.WARNING]:
        said.append(ngettext("%(count)s day degraded", "%(count)s days degraded", bad) % {"count": bad})
    if plan := count[Level.PLANNED]:
        said.append(ngettext("%(count)s day of planned work", "%(count)s days of planned work", plan) % {"count": plan})
    if unknown := count[Level.UNKNOWN]:
        said.append(ngettext("%(count)s day not known", "%(count)s days not known", unknown) % {"count": unknown})
    return ", ".join(said) or _("no bad day")


def summary(levels: Sequence[Level]) -> str:
    """A board in a sentence."""
    bad = sum(level in (Level.WARNING, Level.CRITICAL) for level in levels)
    unknown = sum(level is Level.UNKNOWN for level in levels)
    said = []
    if bad:
        text = ngettext("%(bad)s of %(all)s services is disturbed.", "%(bad)s of %(all)s services are disturbed.", bad)
        said.append(text % {"bad": bad, "all": len(levels)})
    if unknown:
        text = ngettext("Nothing is known of %(count)s service.", "Nothing is known of %(count)s services.", unknown)
        said.append(text % {"count": unknown})
    return " ".join(said) or _("No service is disturbed.")


def share(value: float | None) -> str:
    """An availability for people; rounded down, so that 100 % means never a bad minute."""
    if value is None:
        return _("not known")
    percent = math.floor(value * 10_000 + 1e-6) / 100
    return _("%(percent)s %%") % {"percent": "100" if percent == 100 else f"{percent:.2f}"}


@cache
def _regions() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("behalf.health").joinpath("regions.toml").read_text("utf-8"))
