"""The work itself: cases by what is due, and what the operator said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from behalf.cases import queries as cases
from behalf.cases.models import Promise, Status
from behalf.cases.queries import Listed
from behalf.catalog import queries as catalog
from behalf.console.parts.lines import Line, Part
from behalf.escalation import queries as escalation
from behalf.kit.actor import Actor
from behalf.web.addresses import url

SHOWN = 15
HOUR = timedelta(hours=1)


def due(actor: Actor, now: datetime) -> list[Part]:
    """My cases and those that nobody has taken, by when they are due."""
    mine = cases.inbox(actor, view="mine", limit=SHOWN, now=now).rows
    free = cases.inbox(actor, view="unassigned", limit=SHOWN, now=now).rows
    numbers = cases.counts(actor, now=now)
    rows = sorted((row for row in (*mine, *free) if row.due_at), key=lambda row: row.queue_at)
    late = [row for row in rows if row.queue_at < now]
    soon = [row for row in rows if now <= row.queue_at < now + HOUR]
    later = [row for row in rows if row.queue_at >= now + HOUR]
    return [
        *_bucket("late", _("Overdue"), late, _late(len(late)), is_hot=True),
        *_bucket("hour", _("Within the hour"), soon, _soon(len(soon))),
        *_bucket("later", _("Later"), later[:SHOWN], ""),
        *_unassigned(numbers["unassigned"]),
    ]


def answers(actor: Actor, now: datetime) -> list[Part]:
    """Escalations that the operator handed back: a question, an answer, a solution, a refusal."""
    found = escalation.with_us(actor, limit=SHOWN)
    said = ngettext(
        "The operator waits for us in %(count)s request.",
        "The operator waits for us in %(count)s requests.",
        len(found),
    ) % {"count": len(found)}
    lines = tuple(
        Line(
            title=row.subject,
            url=_request(row),
            at=row.changed_at,
            reads="since",
            severity=row.severity,
            facts=(row.company, row.stands),
            number=row.number,
            person=row.holder_name,
            party="oper",
        )
        for row in found
    )
    return [Part("answers", _("The operator answered"), lines, said)] if lines else []


def received(actor: Actor, now: datetime) -> list[Part]:
    """For who reviews: what resellers sent up and nobody has judged or ended."""
    found = escalation.under_way(actor, limit=SHOWN)
    names = catalog.service_names(actor) if found else {}
    lines = tuple(
        Line(
            title=row.dossier.subject,
            url=url("cases:case", case_id=row.case_id),
            at=row.opened_at,
            severity=row.dossier.severity,
            facts=(row.reseller_name, row.dossier.service_in(names)),
            number=row.dossier.number,
        )
        for row in found
    )
    said = ngettext("%(count)s escalation is under way.", "%(count)s escalations are under way.", len(lines)) % {
        "count": len(lines)
    }
    return [Part("received", _("Escalations under way"), lines, said)] if lines else []


def _request(row: escalation.Request) -> str:
    if row.case_id is None:
        return url("escalation:dossier", dossier_id=row.dossier_id)
    return url("cases:case", case_id=row.case_id)


def _bucket(name: str, title: str, rows: Iterable[Listed], said: str, *, is_hot: bool = False) -> list[Part]:
    lines = tuple(_line(row) for row in rows)
    return [Part(f"cases-{name}", title, lines, said, is_hot=is_hot)] if lines else []


def _line(row: Listed) -> Line:
    return Line(
        title=row.subject,
        url=url("cases:case", case_id=row.id),
        at=row.due_at,
        reads="left",
        severity=row.severity,
        facts=(row.counterpart_name or row.company, _owed(row)),
        number=row.number,
        person=row.assignee_name,
        party="oper" if row.holder == "oper" else "",
    )


def _owed(row: Listed) -> str:
    """What is due."""
    if row.status == Status.RESOLVED:
        return _("close the loop")
    if row.due_for == Promise.SOLUTION:
        return pgettext("promise", "solution")
    return _("next update") if row.first_answer_at else _("first response")


def _unassigned(number: int) -> list[Part]:
    """Said above, and a way there; the rows themselves stand among what is due."""
    if not number:
        return []
    said = ngettext("Nobody has taken %(count)s case.", "Nobody has taken %(count)s cases.", number) % {"count": number}
    return [Part("unassigned", _("Unassigned"), (), said, url=url("cases:queue", query={"view": "unassigned"}))]


def _late(number: int) -> str:
    return ngettext("%(count)s case is overdue.", "%(count)s cases are overdue.", number) % {"count": number}


def _soon(number: int) -> str:
    return ngettext("%(count)s case is due within the hour.", "%(count)s cases are due within the hour.", number) % {
        "count": number
    }
