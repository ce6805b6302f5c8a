"""Around the work: incidents, planned work, settings found wanting, subscriptions that will be deleted."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from behalf.administration import queries as administration
from behalf.console.parts.lines import Line, Part, State
from behalf.health import queries as health
from behalf.health.queries import IncidentRow, MaintenanceRow
from behalf.kit.actor import Actor
from behalf.subscriptions import queries as subscriptions
from behalf.web.addresses import url

SHOWN = 5
SOON = timedelta(days=30)


def incidents(actor: Actor, now: datetime) -> list[Part]:
    """Running incidents on what our customers use, with how many of them it hits."""
    hit = health.touching(actor)
    lines = tuple(
        Line(
            title=each.row.title,
            url=url("health:incident", incident_id=each.row.id),
            at=each.row.began_at,
            facts=(_customers(each.customers),),
            number=each.row.code,
            state=State(each.row.seen.shape, str(each.row.seen.word), each.row.seen.tone),
        )
        for each in hit[:SHOWN]
    )
    said = ngettext(
        "%(count)s incident touches our customers.", "%(count)s incidents touch our customers.", len(hit)
    ) % {"count": len(hit)}
    title = _("Incidents at our customers")
    return (
        [Part("incidents", title, lines, said, aside=True, url=url("health:board"), more=_("Board"))] if lines else []
    )


def publishing(actor: Actor, now: datetime) -> list[Part]:
    """For who publishes: running incidents by when the next word is owed, and planned work by when it begins."""
    running = sorted(health.open_incidents(actor), key=lambda row: (row.next_update_at or now, row.id))
    ahead = health.maintenances(actor, ahead_of=now, limit=SHOWN)
    owed = sum(1 for row in running if row.next_update_at is None or row.next_update_at <= now)
    said = ngettext("%(count)s incident waits for an update.", "%(count)s incidents wait for an update.", owed)
    found = [
        Part("running", _("Running incidents"), tuple(map(_running, running)), said % {"count": owed} if owed else ""),
        Part("ahead", _("Planned work"), tuple(map(_planned, ahead)), aside=True),
    ]
    return [part for part in found if part.lines]


def planned(actor: Actor, now: datetime) -> list[Part]:
    """Planned work that runs or comes."""
    lines = tuple(_planned(row) for row in health.maintenances(actor, ahead_of=now, limit=3))
    return [Part("ahead", _("Planned work"), lines, aside=True)] if lines else []


def findings(actor: Actor, now: datetime) -> list[Part]:
    """Settings that were seen missing or weak, the worst first."""
    lines = tuple(
        Line(
            title=row.company,
            url=url("administration:service", account_id=row.account_id, service_id=row.service_id),
            at=row.read_at,
            facts=(row.service, *_wanting(row.missing, row.weak)),
            state=State("missing", _("Missing")) if row.missing else State("weak", _("Weak")),
        )
        for row in administration.findings(actor, limit=SHOWN)
    )
    return [Part("findings", _("Settings found wanting"), lines, aside=True)] if lines else []


def deletions(actor: Actor, now: datetime) -> list[Part]:
    """Suspended subscriptions, the next to be deleted first."""
    found = subscriptions.deleted_soon(actor, limit=SHOWN)
    soon = sum(1 for row in found if row.delete_at <= now + SOON)
    said = ngettext(
        "%(count)s subscription is deleted within 30 days.", "%(count)s subscriptions are deleted within 30 days.", soon
    )
    lines = tuple(
        Line(
            title=row.company,
            url=url("subscriptions:of_account", account_id=row.account_id),
            at=row.delete_at,
            reads="left",
            facts=(row.name, ngettext("%(count)s seat", "%(count)s seats", row.seats) % {"count": row.seats}),
        )
        for row in found
    )
    part = Part("deletions", _("Data deleted soon"), lines, said % {"count": soon} if soon else "", aside=True)
    return [part] if lines else []


def _running(row: IncidentRow) -> Line:
    return Line(
        title=row.title,
        url=url("health:incident", incident_id=row.id),
        at=row.next_update_at,
        reads="left",
        facts=(", ".join(sorted({place.service for place in row.places})), _("next update")),
        number=row.code,
        state=State(row.seen.shape, str(row.seen.word), row.seen.tone),
    )


def _planned(row: MaintenanceRow) -> Line:
    return Line(
        title=row.title,
        url=url("health:work", maintenance_id=row.id),
        at=row.starts_at,
        facts=(", ".join(sorted({place.service for place in row.places})),),
        number=row.code,
        state=State(row.seen.shape, str(row.seen.word), row.seen.tone),
    )


def _customers(number: int) -> str:
    return ngettext("%(count)s customer", "%(count)s customers", number) % {"count": number}


def _wanting(missing: int, weak: int) -> list[str]:
    said = []
    if missing:
        said.append(ngettext("%(count)s missing", "%(count)s missing", missing) % {"count": missing})
    if weak:
        said.append(ngettext("%(count)s weak", "%(count)s weak", weak) % {"count": weak})
    return said
