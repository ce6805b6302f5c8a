"""Every change of the outbox and of notices. Queueing happens in the caller's transaction: no change, no mail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import make_msgid
from typing import Any

from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.identity import queries as identity
from behalf.kit import jobs
from behalf.kit.actor import Actor
from behalf.kit.envelopes import Envelope, envelope
from behalf.kit.errors import Conflict, NotFound
from behalf.kit.verbs import action
from behalf.notifications import rules
from behalf.notifications.letters import letter as rendered
from behalf.notifications.models import Mail, Notice
from behalf.web.addresses import full

About = tuple[str, object, str]
SEND = "notifications.send"
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What the mail server needs of one mail."""

    mail_id: int
    to: str
    to_name: str
    subject: str
    text: str
    html: str
    message_id: str
    sender: str
    sender_name: str
    in_reply_to: str
    references: str
    automatic: bool


@action("notifications.mail")
def mail(
    actor: Actor,
    *,
    to: str,
    to_name: str,
    subject: str,
    text: str,
    html: str = "",
    language: str,
    about: About,
    key: str | None = None,
    confidential: bool = False,
    automatic: bool = True,
    outside: Envelope | None = None,
    now: datetime,
) -> int:
    """Queue one mail of the actor's organization and return its id; with a ``key``, only the first time.

    about: (kind, id, label frozen as it is now); confidential: it carries a secret of the receiver; automatic: nobody
    in person wrote it; outside: the address and the ids that it carries, else ours.
    """
    kind, identifier, label = about
    outside = outside or Envelope()
    row = Mail(
        org_id=actor.org_id,
        to=to,
        to_name=_one_line(to_name),
        subject=_one_line(subject)[:300],
        text=text,
        html=html,
        language=language,
        confidential=confidential,
        about_kind=kind,
        about_id=str(identifier),
        about_label=label[:300],
        key=key,
        message_id=outside.message_id or make_msgid(domain="behalf"),
        sender=outside.sender,
        sender_name=_one_line(outside.sender_name),
        in_reply_to=_one_line(outside.in_reply_to),
        references=_one_line(outside.references),
        automatic=automatic,
        created_at=now,
    )
    if key is None:
        row.save(force_insert=True)
        _defer(actor, row.pk)
        return row.pk
    rows = Mail.objects.visible_to(actor)
    rows.bulk_create([row], ignore_conflicts=True)
    kept = rows.values("id", "message_id").get(key=key)
    if kept["message_id"] == row.message_id:
        _defer(actor, kept["id"])
    return int(kept["id"])


@action("notifications.mail")
def write(
    actor: Actor,
    *,
    to: str,
    to_name: str,
    letter: str,
    context: Mapping[str, Any],
    language: str,
    about: About,
    key: str | None = None,
    confidential: bool = False,
    automatic: bool = True,
    answerable: bool = False,
    now: datetime,
) -> int:
    """Queue a letter: ``letter`` names its template (``cases/letters/answered.txt``), rendered in ``language``.

    answerable: an answer to the mail is to reach what it is about; its text is told whether it will.
    """
    outside = envelope(actor, about[0], str(about[1]), now=now) if answerable else None
    facts = {"to_name": to_name, "answerable": outside is not None and bool(outside.sender), **context}
    subject, text, html = rendered(actor, letter, facts, language)
    return mail(
        actor,
        to=to,
        to_name=to_name,
        subject=subject,
        text=text,
        html=html,
        language=language,
        about=about,
        key=key,
        confidential=confidential,
        automatic=automatic,
        outside=outside,
        now=now,
    )


@action("notifications.tell")
def tell(
    actor: Actor,
    person_id: int,
    *,
    text: str,
    url: str,
    kind: str,
    about: About,
    facts: Mapping[str, str | int] | None = None,
    key: str | None = None,
    by_mail: bool = False,
    now: datetime,
) -> None:
    """Put a notice into a colleague's bell list, and into their mail when asked; with a ``key``, only once.

    text: an English msgid (``gettext_noop``) with ``%(name)s`` for each of ``facts``; url: a path of ours.
    """
    about_kind, about_id, label = about
    row = Notice(
        org_id=actor.org_id,
        person_id=person_id,
        kind=kind,
        text=text,
        facts=dict(facts or {}),
        url=url,
        about_kind=about_kind,
        about_id=str(about_id),
        about_label=label[:300],
        key=key,
        created_at=now,
    )
    Notice.objects.visible_to(actor).bulk_create([row], ignore_conflicts=key is not None)
    if by_mail:
        _mail_notice(actor, row, about, now)


@action("notifications.own")
def mark_read(actor: Actor, *, upto: int | None = None, now: datetime) -> None:
    """Count the person's notices as read: all of them, or those up to one id (the newest that was shown)."""
    unread = Notice.objects.visible_to(actor).filter(person_id=actor.person, read_at=None)
    if upto is not None:
        unread = unread.filter(pk__lte=upto)
    unread.update(read_at=now)


@action("mail.again")
def send_again(actor: Actor, mail_id: int, *, now: datetime) -> None:
    """Give a failed mail a new row of attempts."""
    row = _locked(actor, mail_id)
    if row is None:
        raise NotFound(_("There is no such mail."))
    if row.state != Mail.State.FAILED:
        raise Conflict(_("Only a mail that failed can be sent again."))
    row.state, row.attempts, row.next_try_at = Mail.State.WAITING, 0, None
    row.save(update_fields=["state", "attempts", "next_try_at"])
    audit.record(actor, "mail.sent_again", subject=("mail", row.pk, row.subject), after={"to": row.to}, at=now)
    _defer(actor, row.pk)


@action("notifications.deliver")
def claim(actor: Actor, mail_id: int, *, now: datetime) -> Outgoing | None:
    """Take a waiting mail for sending; None when there is nothing to send now.

    A claim lapses, so a killed worker loses no mail.
    """
    row = _locked(actor, mail_id)
    if row is None or row.state != Mail.State.WAITING:
        return None
    if row.claimed_at is not None and now < row.claimed_at + rules.CLAIM:
        _defer(actor, mail_id, at=row.claimed_at + rules.CLAIM)
        return None
    row.claimed_at, row.next_try_at, row.attempts = now, None, row.attempts + 1
    row.save(update_fields=["claimed_at", "next_try_at", "attempts"])
    return Outgoing(mail_id=row.pk, **{name: getattr(row, name) for name in Outgoing.__slots__ if name != "mail_id"})


@action("notifications.deliver")
def rescue(actor: Actor, *, now: datetime) -> int:
    """Queue anew the mails whose jobs were lost, such as while a disk was full; answers how many.

    A mail that somebody has in hand after all is sent once: its claim keeps others away.
    """
    long_ago = now - rules.STRANDED
    rows = Mail.objects.visible_to(actor).filter(state=Mail.State.WAITING, created_at__lte=long_ago)
    rows = rows.exclude(claimed_at__gt=long_ago).exclude(next_try_at__gt=long_ago)
    stranded = list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    for mail_id in stranded:
        jobs.defer(actor, SEND, once=f"{SEND}:{mail_id}", mail_id=mail_id)
    return len(stranded)


@action("notifications.deliver")
def record_sent(actor: Actor, mail_id: int, *, now: datetime) -> None:
    """The mail server took it."""
    row = _locked(actor, mail_id)
    if row is None:
        return
    row.state, row.sent_at, row.claimed_at, row.last_error = Mail.State.SENT, now, None, ""
    if row.confidential:
        row.text = row.html = ""
    row.save(update_fields=["state", "sent_at", "claimed_at", "last_error", "text", "html"])


@action("notifications.deliver")
def record_failure(actor: Actor, mail_id: int, *, error: str, for_good: bool, now: datetime) -> None:
    """The mail server did not take it: try again later, or give up and show it as failed."""
    row = _locked(actor, mail_id)
    if row is None:
        return
    row.last_error, row.claimed_at = error[:2000], None
    row.next_try_at = rules.next_try(row.attempts, now, for_good=for_good)
    if row.next_try_at is None:
        row.state = Mail.State.FAILED
    row.save(update_fields=["last_error", "claimed_at", "next_try_at", "state"])
    if row.next_try_at is not None:
        _defer(actor, mail_id, at=row.next_try_at)


def _one_line(text: str) -> str:
    """A text that can stand in a header, where a line break would begin another one."""
    return " ".join(text.split())


def _locked(actor: Actor, mail_id: int) -> Mail | None:
    return Mail.objects.visible_to(actor).select_for_update().filter(pk=mail_id).first()


def _defer(actor: Actor, mail_id: int, *, at: datetime | None = None) -> None:
    jobs.defer(actor, SEND, mail_id=mail_id, at=at)


def _mail_notice(actor: Actor, notice: Notice, about: About, now: datetime) -> None:
    person = identity.contact(actor, notice.person_id)
    if person is None:
        return
    write(
        actor,
        to=person.email,
        to_name=person.name,
        letter="notifications/letters/notice.txt",
        context={"text": notice.text, "facts": notice.facts, "address": full(notice.url)},
        language=person.language,
        about=about,
        key=f"notice:{notice.person_id}:{notice.key}" if notice.key else None,
        now=now,
    )
