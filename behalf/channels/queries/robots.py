"""A desk's robots in chat groups, and what they were to tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from behalf.channels.models import Robot, RobotNotice
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query

NEWEST = 20


@query("channels.robots")
def robots(actor: Actor) -> list[Robot]:
    """The desk's robots, the oldest first."""
    return list(_robots(actor))


@query("channels.robots")
def robot(actor: Actor, robot_id: int) -> Robot:
    """One of them; NotFound for a stranger's."""
    row = _robots(actor).filter(pk=robot_id).first()
    if row is None:
        raise NotFound(_("There is no such robot."))
    return row


@query("channels.robots")
def notices(actor: Actor, robot_id: int) -> list[RobotNotice]:
    """The newest that a robot was to tell."""
    rows = RobotNotice.objects.visible_to(actor).filter(robot_id=robot_id)
    return list(rows.order_by("-pk")[:NEWEST])


@query("channels.robots")
def failed_notices(actor: Actor, robot_ids: Iterable[int]) -> dict[int, int]:
    """How many notices of each robot failed, of those that have any."""
    rows = RobotNotice.objects.visible_to(actor).filter(robot_id__in=list(robot_ids), state=RobotNotice.State.FAILED)
    return dict(rows.values_list("robot_id").annotate(count=Count("pk")))


@query("channels.tell")
def due_robots(actor: Actor, *, now: datetime) -> list[int]:
    """The robots that have something to tell now."""
    waiting = RobotNotice.objects.visible_to(actor).filter(
        robot=OuterRef("pk"), state=RobotNotice.State.WAITING, due_at__lte=now
    )
    rows = Robot.objects.visible_to(actor).filter(Exists(waiting), next_at__lte=now)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _robots(actor: Actor) -> QuerySet[Robot]:
    return Robot.objects.visible_to(actor).select_related("account", "service", "calendar").order_by("pk")
