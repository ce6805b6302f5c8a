"""A desk's robots in chat groups: what they are reached by, and what they tell."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.channels.actions.telling import TELL
from behalf.channels.models import Occasion, Robot, RobotNotice
from behalf.channels.reaching import robot_purpose
from behalf.connectors import registry
from behalf.kit import jobs, secrets
from behalf.kit.actor import Actor
from behalf.kit.errors import Invalid, NotFound
from behalf.kit.verbs import action


@action("channels.robots")
def keep_robot(
    actor: Actor, robot_id: int | None = None, *, provider: str, name: str, webhook: str = "", secret: str = "",
    keyword: str = "", language: str, occasions: Collection[str], account_id: int | None = None,
    service_id: int | None = None, severities: str = Robot.Severities.ALL, calendar_id: int | None = None,
    now: datetime,
) -> Robot:  # fmt: skip
    """Add a robot, or change one; without a webhook the kept one goes on to be used, with its secret.

    Of the webhook's address the token alone is kept, and only when it is the provider's own address.
    """
    row = _locked(actor, robot_id) if robot_id is not None else Robot(org_id=actor.org_id)
    if not occasions:
        raise Invalid(_("Choose what the robot tells."), field="occasions")
    if webhook.strip():
        token = registry.robot_port(provider).token_in(webhook)
        if token is None:
            raise Invalid(
                _("This is no webhook of this provider. Copy it from the robot in the group."), field="webhook"
            )
        row.token = secrets.kept(token, purpose=robot_purpose(actor.org_id, "token"))
        row.secret = ""
    elif robot_id is None or row.provider != provider:
        raise Invalid(_("Paste the webhook of the robot."), field="webhook")
    if secret.strip():
        row.secret = secrets.kept(secret.strip(), purpose=robot_purpose(actor.org_id, "secret"))
    row.provider, row.name, row.keyword, row.language = provider, name.strip(), keyword.strip(), language
    row.occasions = [one for one in Occasion.values if one in occasions]
    row.account_id, row.service_id, row.severities, row.calendar_id = account_id, service_id, severities, calendar_id
    row.next_at, row.failures, row.failing_since, row.trouble, row.trouble_words = now, 0, None, "", ""
    row.save()
    facts = {"provider": provider, "language": language, "tells": row.occasions, "severities": severities}
    deed = "robot.added" if robot_id is None else "robot.changed"
    audit.record(actor, deed, subject=row.ref, after=facts, at=now)
    return row


@action("channels.robots")
def remove_robot(actor: Actor, robot_id: int, *, now: datetime) -> None:
    """Tell this group nothing more, not even what waits."""
    row = _locked(actor, robot_id)
    audit.record(actor, "robot.removed", subject=row.ref, at=now)
    row.delete()


@action("channels.robots")
def tell_again(actor: Actor, robot_id: int, *, now: datetime) -> int:
    """Let the notices that failed wait anew; answers how many."""
    row = _locked(actor, robot_id)
    count = RobotNotice.objects.visible_to(actor).filter(robot=row, state=RobotNotice.State.FAILED).update(
        state=RobotNotice.State.WAITING, due_at=now, error="", error_words=""
    )  # fmt: skip
    row.next_at, row.failures = now, 0
    row.save(update_fields=["next_at", "failures"])
    audit.record(actor, "robot.sent_again", subject=row.ref, after={"notices": count}, at=now)
    jobs.defer(actor, TELL, once=f"{TELL}:{row.pk}", robot_id=row.pk)
    return count


def _locked(actor: Actor, robot_id: int) -> Robot:
    row = Robot.objects.visible_to(actor).select_for_update().filter(pk=robot_id).first()
    if row is None:
        raise NotFound(_("There is no such robot."))
    return row
