"""The same form sent twice is one act: by a double click, the back button, or a browser that asks again.

Who acts writes the form's digest into a table that knows each once, in the transaction of the act. A second sender
waits there until the first is through, and is told what came of it; when the first is rolled back, the second acts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from behalf.kit.actor import Actor
from behalf.kit.models import Taken
from behalf.kit.tenancy import acting

KEPT = timedelta(days=7)
AT_ONCE = 50

_CLAIM = """
    insert into kit_taken (org_id, digest, at) values (%s, %s, %s) on conflict (org_id, digest) do nothing returning id
"""
_FORGET = """
    delete from kit_taken where id in (
        select id from kit_taken where org_id = %s and at < %s order by at limit %s for update skip locked)
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
    """The id of our claim; None when somebody else's came first. Old ones go on the way; none is waited for."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [actor.org_id, now - KEPT, AT_ONCE])
        cursor.execute(_CLAIM, [actor.org_id, digest, now])
        row = cursor.fetchone()
        return row[0] if row else None
