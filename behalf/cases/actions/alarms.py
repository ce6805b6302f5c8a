"""What is done when a promise is about to be broken, and when it is: each once, by whoever finds it first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any

from django.utils.translation import gettext_noop

from behalf.agreements import queries as agreements
from behalf.agreements.models import OnBreach
from behalf.cases import clocks, queries
from behalf.cases.actions import _clocks
from behalf.cases.actions._giving import give
from behalf.cases.actions._step import Step
from behalf.cases.events import PromiseBroken, PromiseDue
from behalf.cases.models import Case, CaseClock
from behalf.identity import queries as identity
from behalf.kit import jobs
from behalf.kit.actor import Actor
from behalf.kit.events import Event, announce_all
from behalf.kit.verbs import action
from behalf.notifications import actions as notifications
from behalf.web.addresses import url

BATCH = 100
TELL = "cases.tell"

SOON = {
    clocks.FIRST: gettext_noop("The first response on %(number)s is due soon: %(subject)s"),
    clocks.UPDATE: gettext_noop("The next update on %(number)s is due soon: %(subject)s"),
    clocks.SOLUTION: gettext_noop("The solution of %(number)s is due soon: %(subject)s"),
}
LATE = {
    clocks.FIRST: gettext_noop("The first response on %(number)s is late: %(subject)s"),
    clocks.UPDATE: gettext_noop("The next update on %(number)s is late: %(subject)s"),
    clocks.SOLUTION: gettext_noop("The solution of %(number)s is late: %(subject)s"),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What the desk says of broken promises now; ``following``: who follows which of the cases."""

    duty: agreements.OnDuty
    hours: Any
    zones: dict[int, str]
    following: dict[int, list[int]]


@action("cases.work")
def sound(actor: Actor, *, now: datetime) -> int:
    """Notice what is due to be noticed: one batch in one transaction; answers how many cases it held.

    A case that somebody works on at this moment is left for the next time; two workers never take the same.
    """
    due = Case.objects.visible_to(actor).filter(alarm_at__lte=now).order_by("alarm_at", "id")
    cases = list(due.select_for_update(skip_locked=True)[:BATCH])
    if not cases:
        return 0
    rows = _open_clocks(actor, cases)
    desk = _rules(actor, cases, now)
    announce_all(actor, [event for case in cases for event in _sound(actor, case, rows[case.pk], desk, now)])
    return len(cases)


def _sound(actor: Actor, case: Case, rows: list[CaseClock], desk: Rules, now: datetime) -> list[Event]:
    """Warn of what is due soon, and treat what is late as broken; answers what the rooms above are to be told."""
    late = [row for row in rows if row.due_at is not None and row.due_at <= now and row.breached_at is None]
    soon = [row for row in rows if row not in late and _warns(row, now)]
    for row in soon:
        row.warned_at = now
        row.save(update_fields=["warned_at"])
        _tell(actor, case, row, _owner(case, desk), SOON[row.promise], "case_due_soon", desk, now)
    for row in late:
        _breach(actor, case, row, desk, now)
    case.alarm_at = _clocks.alarm(rows)
    case.save(update_fields=["alarm_at"])
    return [
        *(PromiseDue(case.pk, case.org_id, row.promise, row.period, now) for row in soon),
        *(PromiseBroken(case.pk, case.org_id, row.promise, row.period, now) for row in late),
    ]


def _warns(row: CaseClock, now: datetime) -> bool:
    return row.warned_at is None and row.breached_at is None and row.warn_at is not None and row.warn_at <= now


def _breach(actor: Actor, case: Case, row: CaseClock, desk: Rules, now: datetime) -> None:
    """Write it down, tell who must know, and hand the case over where the desk wants that."""
    row.breached_at = now
    zone = identity.own_zone(actor)
    _clocks.settle(row, agent_id=case.assignee_id, agent_name=case.assignee_name, zone=zone)
    row.save(update_fields=["breached_at", "outcome", "day", "was_day", "agent_id", "agent_name", "changed_at"])
    step = Step(actor, case, now=now)
    step.happened(f"missed_{row.promise}", public=False)
    step.save()
    step.record("cases.promise_broken", shown=False, after={"promise": row.promise})
    told = _owner(case, desk)
    duty = desk.duty
    if duty.on_breach == OnBreach.REASSIGN and duty.person_id not in (None, case.assignee_id):
        told = duty.person_id
        give(Step(actor, case, now=now), duty.person_id, duty.name)
    raised = [duty.person_id, duty.lead_id] if duty.on_breach == OnBreach.RAISE else []
    raised += [duty.lead_id] if duty.on_breach == OnBreach.REASSIGN else []
    for person_id in dict.fromkeys([told, *raised, *desk.following.get(case.pk, ())]):
        _tell(actor, case, row, person_id, LATE[row.promise], "case_late", desk, now)


def _owner(case: Case, desk: Rules) -> int | None:
    """Whose case it is; of nobody's, who is on duty."""
    return case.assignee_id if case.assignee_id is not None else desk.duty.person_id


def _tell(
    actor: Actor, case: Case, row: CaseClock, person_id: int | None, text: str, kind: str, desk: Rules, now: datetime
) -> None:
    """Tell one person, at once or when their hours begin; of severity A at once."""
    if person_id is None:
        return
    at = now if row.severity == "A" else _from(desk, person_id, now)
    told: dict[str, Any] = {
        "person_id": person_id, "case_id": case.pk, "text": text, "kind": kind,
        "key": f"{kind}:{case.pk}:{row.promise}:{row.period}",
    }  # fmt: skip
    if at > now:
        jobs.defer(actor, TELL, at=at, **told)
    else:
        _notice(actor, case, now=now, **told)


def _from(desk: Rules, person_id: int, now: datetime) -> datetime:
    """When a person may be told: in the desk's hours for notices, on the person's own clock."""
    zone = desk.zones.get(person_id)
    if desk.hours is None or zone is None:
        return now
    try:
        opens: datetime = replace(desk.hours, zone=zone).opens(now)
    except LookupError:  # hours that never come again would keep it for good
        return now
    return opens


@action("cases.work")
def tell_late(actor: Actor, case_id: int, *, person_id: int, text: str, kind: str, key: str, now: datetime) -> None:
    """Tell a person in the morning what came at night, unless the case is closed by then."""
    case = Case.objects.visible_to(actor).filter(pk=case_id, closed_at=None).first()
    if case is not None:
        _notice(actor, case, person_id=person_id, case_id=case_id, text=text, kind=kind, key=key, now=now)


def _notice(
    actor: Actor, case: Case, *, person_id: int, case_id: int, text: str, kind: str, key: str, now: datetime
) -> None:
    notifications.tell(
        actor, person_id, text=text, url=url("cases:case", case_id=case_id), kind=kind, about=case.ref,
        facts={"number": case.number, "subject": case.subject}, key=key, now=now,
    )  # fmt: skip


def _open_clocks(actor: Actor, cases: Iterable[Case]) -> dict[int, list[CaseClock]]:
    found: dict[int, list[CaseClock]] = defaultdict(list)
    rows = CaseClock.objects.visible_to(actor).filter(case__in=list(cases), ended_at=None, missed_at=None)
    for row in rows.order_by("due_at"):
        found[row.case_id].append(row)
    return found


def _rules(actor: Actor, cases: Iterable[Case], now: datetime) -> Rules:
    duty = agreements.on_duty(actor, now=now)
    hours = agreements.calendar(actor, duty.calendar_id, now=now).hours if duty.calendar_id is not None else None
    following = queries.followed(actor, [case.pk for case in cases])
    people = {duty.person_id, duty.lead_id, *(case.assignee_id for case in cases), *chain(*following.values())}
    zones = identity.zones(actor, [each for each in people if each is not None])
    return Rules(duty, hours, zones, following)
