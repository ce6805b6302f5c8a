"""How long it takes from a deadline to what is done about it, with a worker running; as the owner of the tables.

Every case of the deep world bears an alarm, so the look goes by an index of a million.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from behalf.kit import clock

CASES, SOON, PATIENCE = 25, timedelta(seconds=3), 120.0
_LOOK = "explain (analyze, buffers, costs off) select distinct org_id from cases_case where alarm_at <= %s"
_CHOSEN = """
    update cases_caseclock set due_at = %(at)s, warned_at = %(at)s, warn_at = null, breached_at = null,
        missed_at = null, ended_at = null, void = false, outcome = '', day = null
    where id in (select max(k.id) from cases_caseclock k join cases_case c on c.id = k.case_id
        where c.closed_at is null and c.status = 'in_progress' and k.promise = 'resolution'
        group by k.case_id order by 1 desc limit %(cases)s)
    returning id, case_id
"""
_LEFT = "select count(*) from cases_caseclock where id = any(%s) and breached_at is null"
_LAST = "select max(breached_at) from cases_caseclock where id = any(%s)"


def main(arguments: Sequence[str]) -> None:
    """Nothing to say on the command line."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*), count(alarm_at) from cases_case")
        print("{} cases, of which {} bear an alarm".format(*cursor.fetchone()))
        cursor.execute(_LOOK, [clock.now()])
        print("\n".join(line for (line,) in cursor.fetchall()))
        due = clock.now() + SOON
        cursor.execute(_CHOSEN, {"at": due, "cases": CASES})
        clocks, cases = zip(*cursor.fetchall(), strict=True)
        cursor.execute("update cases_case set alarm_at = %s where id = any(%s)", [due, list(cases)])
        late = _late(cursor, list(clocks), due)
        print(f"{len(clocks)} promises broken at once; the last was acted on {late:.1f} s after")


def _late(cursor: Any, clocks: list[int], due: datetime) -> float:
    """Seconds from the deadline until the last of them was noticed."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        time.sleep(0.5)
        cursor.execute(_LEFT, [clocks])
        if not cursor.fetchone()[0]:
            cursor.execute(_LAST, [clocks])
            last: datetime = cursor.fetchone()[0]
            return (last - due).total_seconds()
    raise SystemExit("not noticed in two minutes")
