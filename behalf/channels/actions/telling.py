"""What groups are told: it waits as rows, goes in messages that a robot may send, and what failed is shown.

Killed at any step: a message whose answer was not written down goes again when its claim is over, so that a group may
read something twice, and misses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, override

from behalf.agreements import queries as agreements
from behalf.cases.models import Case
from behalf.channels import rules
from behalf.channels.models import Robot, RobotNotice
from behalf.channels.reaching import robot_of
from behalf.connectors import robots
from behalf.identity import queries as identity
from behalf.kit import jobs
from behalf.kit.actor import Actor
from behalf.kit.verbs import action
from behalf.notifications import actions as notifications
from behalf.web.addresses import full, url

TELL = "channels.tell"
HEADING = "Behalf"
NOT_TOLD = gettext_noop("The robot %(name)s cannot tell its group anything any more.")
State = RobotNotice.State


@dataclass(frozen=True, slots=True)
class Telling:
    """One message on its way, and the notices that it brings."""

    provider: str
    robot: robots.Robot
    message: robots.Message
    notices: list[int]


@action("channels.tell")
def tell_groups(
    actor: Actor, occasion: str, *, case: Case | None, text: str, facts: Mapping[str, str | int], address: str,
    key: str, now: datetime,
) -> None:  # fmt: skip
    """Have every robot that wants to know tell its group, once for a key.

    text: an English msgid; with facts that may be read in a group: numbers, severities and subjects, never what
    somebody wrote on a case.
    """
    telling = [row for row in Robot.objects.visible_to(actor).order_by("pk") if row.tells(occasion, case)]
    rows = [
        RobotNotice(
            org_id=actor.org_id, robot=row, case=case, severity=case.severity if case else "", text=text,
            facts=dict(facts), url=address, key=key, created_at=now, due_at=_from(actor, row, case, now),
        )
        for row in telling
    ]  # fmt: skip
    RobotNotice.objects.visible_to(actor).bulk_create(rows, ignore_conflicts=True)
    for row in rows:
        if row.due_at == now:
            jobs.defer(actor, TELL, once=f"{TELL}:{row.robot_id}", robot_id=row.robot_id)


@action("channels.tell")
def begin_telling(actor: Actor, robot_id: int, *, now: datetime) -> Telling | None:
    """The message that a robot is to send now, which nobody else sends meanwhile; None: nothing, or not now.

    Raises Trouble when its kept token cannot be read.
    """
    row = _locked(actor, robot_id)
    if row is None or row.next_at > now:
        return None
    _drop_what_is_over(actor, row)
    notices = list(_waiting(actor, row, now).order_by("severity", "pk")[: rules.TOLD_AT_ONCE])
    if not notices:
        return None
    told = Telling(row.provider, robot_of(row), _message(row, notices), [each.pk for each in notices])
    row.next_at = now + rules.TELL_CLAIM
    row.save(update_fields=["next_at"])
    return told


@action("channels.tell")
def end_telling(actor: Actor, robot_id: int, *, notices: list[int], now: datetime) -> None:
    """The provider took it."""
    RobotNotice.objects.visible_to(actor).filter(pk__in=notices).update(state=State.SENT, sent_at=now)
    Robot.objects.visible_to(actor).filter(pk=robot_id).update(
        next_at=now + rules.TELL_APART, sent_at=now, failures=0, failing_since=None, trouble="", trouble_words=""
    )


@action("channels.tell")
def fail_telling(actor: Actor, robot_id: int, *, trouble: robots.Trouble, now: datetime) -> None:
    """The provider did not take it: later again, or what waits has failed; who can mend it is told once.

    A robot that is asked to wait does not fail: what waits meanwhile goes together, or is counted.
    """
    row = _locked(actor, robot_id)
    if row is None:
        return
    row.trouble, row.trouble_words = trouble.why, trouble.words
    row.failing_since = row.failing_since or now
    if trouble.wait:
        row.next_at = now + timedelta(seconds=trouble.wait)
    else:
        row.failures += 1
        again = None if trouble.for_good else rules.next_telling(row.failures, now)
        if again is None:
            _waiting(actor, row, now).update(state=State.FAILED, error=trouble.why, error_words=trouble.words)
        row.next_at = again or now + rules.TELL_APART
        if trouble.for_good or row.failures >= rules.TELL_TOLD_AT:
            _tell_admins(actor, row, row.failing_since, now)
    row.save(update_fields=["trouble", "trouble_words", "failing_since", "failures", "next_at"])


def _locked(actor: Actor, robot_id: int) -> Robot | None:
    return Robot.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=robot_id).first()


def _waiting(actor: Actor, row: Robot, now: datetime) -> QuerySet[RobotNotice]:
    return RobotNotice.objects.visible_to(actor).filter(robot=row, state=State.WAITING, due_at__lte=now)


def _drop_what_is_over(actor: Actor, row: Robot) -> None:
    """What was kept for the robot's hours says nothing new about a case that was closed in the night."""
    kept = RobotNotice.objects.visible_to(actor).filter(robot=row, state=State.WAITING, due_at__gt=F("created_at"))
    kept.filter(case__closed_at__isnull=False).update(state=State.OVER)


def _from(actor: Actor, row: Robot, case: Case | None, now: datetime) -> datetime:
    """When the robot may tell it: of severity A and of what is about no case at once, else in its hours."""
    if row.calendar_id is None or case is None or case.severity == "A":
        return now
    try:
        opens: datetime = agreements.calendar(actor, row.calendar_id, now=now).hours.opens(now)
    except LookupError:  # hours that never come again would keep it for good
        return now
    return opens


def _message(row: Robot, notices: list[RobotNotice]) -> robots.Message:
    def more(count: int) -> robots.Line:
        with override(row.language):
            text = ngettext("and %(count)s more", "and %(count)s more", count) % {"count": count}
        return robots.Line(text, full(url("cases:queue")))

    with override(row.language):
        lines = [robots.Line(_line(each), full(each.url)) for each in notices]
    return robots.Message(row.keyword or HEADING, lines, more)


def _line(notice: RobotNotice) -> str:
    text = _(notice.text) % notice.facts
    return f"{notice.severity} · {text}" if notice.severity else text


def _tell_admins(actor: Actor, row: Robot, since: datetime, now: datetime) -> None:
    role = "operator_admin" if actor.tier == "operator" else "global_admin"
    for person in identity.colleagues(actor, role=role):
        notifications.tell(
            actor, person.person_id, text=NOT_TOLD, url=url("channels:robot", robot_id=row.pk), kind="robot_failing",
            about=row.ref, facts={"name": row.name}, key=f"robot:{row.pk}:{since.isoformat()}", by_mail=True, now=now,
        )  # fmt: skip
