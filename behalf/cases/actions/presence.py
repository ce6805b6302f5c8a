"""Being at a case: said by the open page every few seconds, over by itself when the page says no more."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from behalf.cases import rules
from behalf.cases.models import Case
from behalf.kit import marks
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import action

_OVER = """
    delete from cases_presence where id in (
        select id from cases_presence where org_id = %s and until < %s order by until limit 50 for update skip locked)
"""
_BE = """
    with before as (
        select writing from cases_presence where case_id = %(case)s and person_id = %(person)s and until >= %(now)s
    )
    insert into cases_presence as here (org_id, case_id, person_id, name, writing, tab, until)
        select org_id, id, %(person)s, %(name)s, %(writing)s, %(tab)s, %(until)s
        from cases_case where id = %(case)s and org_id = %(org)s
    on conflict (case_id, person_id) do update
        set name = excluded.name, writing = excluded.writing, tab = excluded.tab, until = excluded.until
    returning (select writing from before)
"""
_LEAVE = "delete from cases_presence where org_id = %s and case_id = %s and person_id = %s and tab = %s"


@action("cases.read")
def attend(actor: Actor, case_id: int, *, writing: str = "", tab: str = "", now: datetime) -> None:
    """Say that one has the case open, and is ``writing`` a reply or a note; colleagues are told when that is news."""
    said = writing if writing in rules.WRITING else ""
    with connection.cursor() as cursor:
        cursor.execute(_OVER, [actor.org_id, now])
        cursor.execute(_BE, {
            "case": case_id, "org": actor.org_id, "person": actor.person, "name": actor.name, "writing": said,
            "tab": tab[:32], "until": now + rules.PRESENT_FOR, "now": now,
        })  # fmt: skip
        before = cursor.fetchone()
    if before is None:
        raise NotFound(_("There is no such case."))
    if before[0] != said:
        marks.mark(actor, "presence", case_id)


@action("cases.read")
def leave(actor: Actor, case_id: int, *, tab: str, now: datetime) -> None:
    """Say that the page was closed; another window of the same person that spoke since stays."""
    with connection.cursor() as cursor:
        cursor.execute(_LEAVE, [actor.org_id, case_id, actor.person, tab[:32]])
        gone = cursor.rowcount
    if gone:
        marks.mark(actor, "presence", case_id)
    elif not Case.objects.visible_to(actor).filter(pk=case_id).exists():
        raise NotFound(_("There is no such case."))
