"""The work itself: cases by what is due, and what the operator said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

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
    pages = [cases.inbox(actor, view=view, limit=SHOWN, now=now) for view in ("mine", "unassigned")]
    numbers = cases.counts(actor, now=now)
    rows = sorted((row for page in pages for row in page.rows if row.due_at), key=lambda row: row.queue_at)
    read_until = min((page.rows[-1].queue_at for page in pages if page.older), default=None)
    late = [row for row in rows if row.queue_at < now]
    soon = [row for row in rows if now <= row.queue_at < now + HOUR]
    later = [row for row in rows if row.queue_at >= now + HOUR]
    return [
        *_bucket("late", _("Overdue"), late, _late(len(late), more=_goes_on(read_until, now)), is_hot=True),
        *_bucket("hour", _("Within the hour"), soon, _soon(len(soon), more=_goes_on(read_until, now + HOUR))),
        *_bucket("later", _("Later"), later[:SHOWN], ""),
        *_unassigned(numbers["unassigned"]),
    ]


def reminders(actor: Actor, now: datetime) -> list[Part]:
    """What one wanted to be reminded of, until the end of the day."""
    midnight = now.astimezone(ZoneInfo(actor.zone)).replace(hour=0, minute=0, second=0, microsecond=0) + 24 * HOUR
    lines = tuple(
        Line(
            title=row.word or row.case.subject,
            url=url("cases:case", case_id=row.case_id),
            at=row.at,
            reads="when",
            severity=row.case.severity,
            facts=(row.case.company, row.case.subject if row.word else ""),
            number=row.case.number,
        )
        for row in cases.reminders(actor, before=midnight)
    )
    return [Part("reminders", _("Reminders"), lines, "")] if lines else []


def answers(actor: Actor, now: datetime) -> list[Part]:
    """Escalations that the operator handed back: a question, an answer, a solution, a refusal."""
    found = escalation.with_us(actor, limit=SHOWN + 1)
    number = len(found[:SHOWN])
    said = ngettext(
        "The operator waits for us in %(count)s request.",
        "The operator waits for us in %(count)s requests.",
        number,
    ) % {"count": _number(number, more=len(found) > SHOWN)}
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
        for row in found[:SHOWN]
    )
    return [Part("answers", _("The operator answered"), lines, said)] if lines else []


def received(actor: Actor, now: datetime) -> list[Part]:
    """For who reviews: what resellers sent up and nobody has judged or ended."""
    found = escalation.under_way(actor, limit=SHOWN + 1)
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
        for row in found[:SHOWN]
    )
    said = ngettext("%(count)s escalation is under way.", "%(count)s escalations are under way.", len(lines)) % {
        "count": _number(len(lines), more=len(found) > SHOWN)
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


def _goes_on(read_until: datetime | None, before: datetime) -> bool:
    """Whether more than what was read is due before then."""
    return read_until is not None and read_until < before


def _number(number: int, *, more: bool) -> str:
    """How many were read, as ``15+`` when there are more."""
    return f"{number}+" if more else str(number)


def _late(number: int, *, more: bool) -> str:
    said = ngettext("%(count)s case is overdue.", "%(count)s cases are overdue.", number)
    return said % {"count": _number(number, more=more)}


def _soon(number: int, *, more: bool) -> str:
    said = ngettext("%(count)s case is due within the hour.", "%(count)s cases are due within the hour.", number)
    return said % {"count": _number(number, more=more)}
