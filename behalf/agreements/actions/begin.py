"""What every desk begins with: three calendars and the documented promises."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection
from django.utils.translation import gettext_noop

from behalf.agreements import rules
from behalf.agreements.actions._versions import hours_of, publish
from behalf.agreements.models import ALWAYS, OFFICE, SERVICE, Agreement, Calendar
from behalf.agreements.rules import Windows, hours
from behalf.identity import queries as identity
from behalf.kit.actor import Actor
from behalf.kit.verbs import action

# Kept as msgids and shown in the reader's language, until somebody gives them names of their own.
_NAMES = {
    ALWAYS: gettext_noop("Around the clock"), SERVICE: gettext_noop("Service hours"),
    OFFICE: gettext_noop("Working days"),
}  # fmt: skip
_DEFAULTS = gettext_noop("Documented defaults")
_EVER = datetime(1970, 1, 1, tzinfo=UTC)

# Where public holidays are kept, by the zone in which a desk works.
_COUNTRIES = {"Asia/Shanghai": "CN", "Asia/Urumqi": "CN", "Asia/Tokyo": "JP"}


@action("agreements.apply")
def begin(actor: Actor, *, now: datetime) -> None:
    """Give a desk its first calendars and the documented promises (domain.md 2.6); does nothing when it has any.

    A around the clock, B and C from 09:00 to midnight on every day of the year (O1, O4), in the desk's own zone.
    """
    if _has_any(actor):
        return
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('agreements.begin'), %s)", [actor.org_id % 2**31])
    if _has_any(actor):
        return
    zone = identity.own_zone(actor)
    for key, week, country in _weeks(zone):
        Calendar(
            org_id=actor.org_id, key=key, name=_NAMES[key], zone=zone, week=[hours.pairs(day) for day in week],
            country=country, changed_at=now,
        ).save(force_insert=True)  # fmt: skip
    row = Agreement(org_id=actor.org_id, name=_DEFAULTS)
    row.save(force_insert=True)
    carried = {each.name: each for each in hours_of(actor, now=now).values()}
    terms = rules.documented(carried[_NAMES[ALWAYS]], carried[_NAMES[SERVICE]])
    publish(actor, row, terms, valid_from=_EVER, why="", now=now)


def _weeks(zone: str) -> list[tuple[str, tuple[Windows, ...], str]]:
    """The three calendars, as (key, week, country)."""
    daily, office = rules.Window(9 * 60, 15 * 60), rules.Window(9 * 60, 9 * 60)
    return [
        (ALWAYS, rules.around_the_clock(), ""),
        (SERVICE, ((daily,),) * 7, ""),
        (OFFICE, (*[(office,)] * 5, (), ()), _COUNTRIES.get(zone, "")),
    ]


def _has_any(actor: Actor) -> bool:
    return Agreement.objects.visible_to(actor).exists()
