"""Reads of the outbox and of the person's own notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query
from behalf.notifications.models import Mail, Notice

NEWEST = 20
PAGE = 25


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice as its person reads it, in their language."""

    id: int
    text: str
    url: str
    kind: str
    created_at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class MailLine:
    """A mail in the list of the outbox."""

    id: int
    to: str
    to_name: str
    subject: str
    about_label: str
    state: str
    attempts: int
    last_error: str
    created_at: datetime
    next_try_at: datetime | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class MailRead(MailLine):
    """A mail with its text; a confidential one without."""

    text: str
    language: str
    confidential: bool


@query("notifications.own")
def notices(actor: Actor) -> list[NoticeLine]:
    """The person's newest 20 notices."""
    rows = Notice.objects.visible_to(actor).filter(person_id=actor.person).order_by("-id")[:NEWEST]
    return [
        NoticeLine(row.pk, _said(row.text, row.facts), row.url, row.kind, row.created_at, row.read_at is None)
        for row in rows
    ]


@query("notifications.own")
def unread(actor: Actor) -> int:
    """How many notices the person has not read."""
    return Notice.objects.visible_to(actor).filter(person_id=actor.person, read_at=None).count()


@query("mail.read")
def outbox(actor: Actor, *, state: str = "", before: int | None = None, limit: int = PAGE) -> list[MailLine]:
    """The organization's mail, newest first, one more than ``limit`` when there are older ones; by state if given."""
    rows = Mail.objects.visible_to(actor)
    if state:
        rows = rows.filter(state=state)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [MailLine(**values) for values in rows.order_by("-id").values(*MailLine.__slots__)[: limit + 1]]


@query("mail.read")
def receiver_of(actor: Actor, message_id: str) -> str:
    """To whom the organization wrote under this message id; "" for none."""
    rows = Mail.objects.visible_to(actor).filter(message_id=message_id).values_list("to", flat=True)
    return next(iter(rows[:1]), "")


@query("mail.read")
def outgoing(actor: Actor, mail_id: int) -> MailRead:
    """One mail of the organization; NotFound for a stranger's."""
    names = (*MailLine.__slots__, *MailRead.__slots__)
    values = Mail.objects.visible_to(actor).filter(pk=mail_id).values(*names).first()
    if values is None:
        raise NotFound(_("There is no such mail."))
    return MailRead(**{**values, "text": "" if values["confidential"] else values["text"]})


def _said(text: str, facts: dict[str, str | int]) -> str:
    return _(text) % facts if facts else _(text)
