"""Announcements: posted, corrected, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.health.actions.places import Author, Places, Where
from behalf.health.events import AnnouncementPosted
from behalf.health.models import Announcement, AnnouncementPlace
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, NotFound
from behalf.kit.events import announce
from behalf.kit.verbs import action


@action("health.publish")
def announce_post(
    actor: Actor,
    *,
    category: str,
    title: str,
    body: str,
    places: Sequence[Where],
    act_by: date | None = None,
    now: datetime,
) -> int:
    """Publish news about services; *action required* needs the day until which. Returns the announcement's id."""
    where = Places.checked(actor, places)
    row = _post(actor, category, title, body, act_by, now)
    where.save(AnnouncementPlace, announcement=row)
    _tell(actor, row, row, "health.announced", now)
    return row.pk


@action("health.publish")
def correct_announcement(
    actor: Actor,
    announcement_id: int,
    *,
    category: str,
    title: str,
    body: str,
    act_by: date | None = None,
    now: datetime,
) -> int:
    """Publish a corrected version; the earlier one stays readable behind it."""
    first = _standing(actor, announcement_id)
    row = _post(actor, category, title, body, act_by, now, corrects=first)
    _tell(actor, first, row, "health.announcement_corrected", now)
    return row.pk


@action("health.publish")
def withdraw_announcement(actor: Actor, announcement_id: int, *, why: str, now: datetime) -> int:
    """Take an announcement off the boards; its page stays, with the reason."""
    first = _standing(actor, announcement_id)
    row = _post(actor, first.category, first.title, why, first.act_by, now, corrects=first, withdrawn=True)
    _tell(actor, first, row, "health.announcement_withdrawn", now)
    return row.pk


def _standing(actor: Actor, announcement_id: int) -> Announcement:
    row = Announcement.objects.visible_to(actor).filter(pk=announcement_id, corrects=None).first()
    if row is None:
        raise NotFound(_("There is no such announcement."))
    if Announcement.objects.visible_to(actor).filter(corrects=row, withdrawn=True).exists():
        raise Conflict(_("This announcement was withdrawn."))
    return row


def _post(
    actor: Actor,
    category: str,
    title: str,
    body: str,
    act_by: date | None,
    now: datetime,
    *,
    corrects: Announcement | None = None,
    withdrawn: bool = False,
) -> Announcement:
    if category == Announcement.Category.ACTION and act_by is None:
        raise Invalid(_("Say until when."), field="act_by")
    row = Announcement(
        category=category,
        title=title,
        body=body,
        act_by=act_by,
        corrects=corrects,
        withdrawn=withdrawn,
        **Author(actor, now).columns(),
    )
    row.save(force_insert=True)
    return row


def _tell(actor: Actor, first: Announcement, row: Announcement, what: str, now: datetime) -> None:
    act_by = row.act_by.isoformat() if row.act_by else None
    audit.record(
        actor,
        what,
        subject=("announcement", first.pk, f"{first.code} {first.title}"),
        after={"category": row.category, "title": row.title, "body": row.body, "act_by": act_by},
        at=now,
    )
    announce(actor, AnnouncementPosted(announcement_id=first.pk, at=now))
