"""What needs this person now: the parts that the roles give, in the order in which they matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from behalf.console import ruler
from behalf.console.parts import around, house, mail, work
from behalf.console.parts.lines import Part, Source
from behalf.console.ruler import Ruler
from behalf.kit.actor import Actor, Tier

SOURCES: dict[Tier, tuple[Source, ...]] = {
    "reseller": (
        Source("cases.work", work.due),
        Source("escalation.send", work.answers),
        Source("channels.decide", mail.held),
        Source("channels.settings", mail.unfetched),
        Source("mail.read", house.mail),
        Source("customers.add", house.newest, unless="cases.work"),
        Source("health.read_customer", around.incidents),
        Source("administration.read", around.findings),
        Source("subscriptions.read", around.deletions),
        Source("health.read_customer", around.planned),
        Source("people.manage", house.people),
    ),
    "operator": (
        Source("cases.work", work.due),
        Source("escalation.judge", work.received, unless="cases.work"),
        Source("mail.read", house.mail),
        Source("health.publish", around.publishing),
        Source("partners.enrol", house.suspended),
        Source("people.manage", house.people),
    ),
    "customer": (),
}


@dataclass(frozen=True, slots=True)
class Overview:
    """The page's parts; ``said`` sums them up in sentences, ``ruler`` shows the day's deadlines."""

    main: tuple[Part, ...]
    aside: tuple[Part, ...]
    said: tuple[str, ...]
    ruler: Ruler | None
    has_work: bool


def of(actor: Actor, *, now: datetime) -> Overview:
    """The overview of one person: each source is asked once, none that the roles do not open."""
    sources = [source for source in SOURCES[actor.tier] if source.is_for(actor)]
    parts = [part for source in sources for part in source.load(actor, now)]
    return Overview(
        main=tuple(part for part in parts if part.lines and not part.aside),
        aside=tuple(part for part in parts if part.lines and part.aside),
        said=tuple(part.said for part in parts if part.said) or (_quiet(parts),),
        ruler=_ruler(parts, now.astimezone(ZoneInfo(actor.zone))),
        has_work=bool(sources),
    )


def _quiet(parts: Sequence[Part]) -> str:
    return _("Nothing is urgent.") if parts else _("Nothing waits for you now.")


def _ruler(parts: Sequence[Part], now: datetime) -> Ruler | None:
    deadlines = [
        (line.at, f"{line.number} {line.title}", line.severity, line.url)
        for part in parts
        if part.key.startswith("cases-")
        for line in part.lines
        if line.at is not None
    ]
    return ruler.around(now, deadlines) if deadlines else None
