"""The same form sent twice is one act: by a double click, the back button, or a browser that asks again.

Who acts writes the form's digest into a table that knows each once, in the transaction of the act. A second sender
waits there until the first is through, and is told what came of it; when the first is rolled back, the second acts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from behalf.kit.actor import Actor
from behalf.kit.models import Taken
from behalf.kit.statements import asked
from behalf.kit.tenancy import acting

KEPT = timedelta(days=7)
AT_ONCE = 50

# What is old is forgotten on the way, by whoever is not waited for; our own digest, if that old, is claimed anew.
_CLAIM = """
    with forgotten as (
        delete from kit_taken where id in (
            select id from kit_taken where org_id = %(org)s and at < %(old)s and digest <> %(digest)s
            order by at limit %(most)s for update skip locked)
    )
    insert into kit_taken (org_id, digest, at) values (%(org)s, %(digest)s, %(now)s)
    on conflict (org_id, digest) do update set at = excluded.at, result_id = null where kit_taken.at < %(old)s
    returning id
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act: what it returned (None for one that was taken before) and the id of the row it made."""

    result: Any
    result_id: int | None


def once(actor: Actor, digest: str, act: Callable[[], Any], *, now: datetime) -> Outcome:
    """Act, unless this organization has taken ``digest`` in the last days; then answer what came of it.

    An act that refuses, or fails, has not been taken.
    """
    with acting(actor):
        mine = _claimed(actor, digest, now)
        rows = Taken.objects.visible_to(actor)
        if mine is None:
            return Outcome(None, rows.values_list("result_id", flat=True).get(digest=digest))
        result = act()
        made = outcome(result)
        if made.result_id is not None:
            rows.filter(pk=mine).update(result_id=made.result_id)
        return made


def outcome(result: Any) -> Outcome:
    """What an act returned, with the id of its row when it is one."""
    return Outcome(result, getattr(result, "pk", None))


def _claimed(actor: Actor, digest: str, now: datetime) -> int | None:
    """The id of our claim; None when somebody else's came first."""
    claim = {"org": actor.org_id, "digest": digest, "now": now, "old": now - KEPT, "most": AT_ONCE}
    found = asked(_CLAIM, claim)
    return found[0][0] if found else None
