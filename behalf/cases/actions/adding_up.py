"""Adding up what was kept and broken, day by day, so that a report reads a few rows in place of every clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models.functions import Now

from behalf.cases.models import CaseClock, ClockDay, RolledUp
from behalf.kit.actor import Actor
from behalf.kit.verbs import action

# A transaction may commit a little after the instant that stands in its rows.
LAG = timedelta(minutes=10)

# By what a report sees it: the columns of its key and its name, where no other table has the name.
PARTS = {
    "desk": ("''", "''"),
    "agent": ("coalesce(k.agent_id::text, '')", "k.agent_name"),
    "customer": ("coalesce(c.account_id::text, '')", "coalesce(nullif(c.counterpart_name, ''), c.company)"),
    "service": ("coalesce(c.service_id::text, '')", "''"),
    "kind": ("c.kind", "''"),
    "severity": ("k.severity", "''"),
}

_ADD = """
insert into cases_clockday (org_id, day, part, key, label, promise, met, missed)
select k.org_id, k.day, '{part}', {key}, max({label}), k.promise,
       count(*) filter (where k.outcome = 'met'), count(*) filter (where k.outcome = 'missed')
from cases_caseclock k join cases_case c on c.id = k.case_id
where k.org_id = %s and k.outcome <> '' and k.day = any(%s)
group by 1, 2, 4, 6
"""


@action("cases.work")
def add_up(actor: Actor) -> int:
    """Add up the days on which something changed since the last time; answers how many."""
    row = RolledUp.objects.visible_to(actor).select_for_update().first()
    days = _changed(actor, row.upto - LAG if row else None)
    if days:
        ClockDay.objects.visible_to(actor).filter(day__in=days).delete()
        with connection.cursor() as cursor:
            for part, (key, label) in PARTS.items():
                cursor.execute(_ADD.format(part=part, key=key, label=label), [actor.org_id, days])
    done = RolledUp(org_id=actor.org_id, upto=Now())
    rows = RolledUp.objects.visible_to(actor)
    rows.bulk_create([done], update_conflicts=True, unique_fields=["org"], update_fields=["upto"])
    return len(days)


def _changed(actor: Actor, since: datetime | None) -> list[date]:
    """The days on which changed clocks count now, or counted before."""
    rows = CaseClock.objects.visible_to(actor)
    if since is not None:
        rows = rows.filter(changed_at__gte=since)
    found = {day for days in rows.values_list("day", "was_day").distinct() for day in days}
    return sorted(day for day in found if day is not None)
