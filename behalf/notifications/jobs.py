"""The clock's door: a waiting mail goes to the mail server."""

from __future__ import annotations

from email.utils import formataddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import cast

import structlog
from django.core.mail import EmailMultiAlternatives
from django.db import connection

from behalf.kit import clock, jobs
from behalf.kit.actor import Actor, Tier
from behalf.notifications import actions, rules
from behalf.notifications.actions import SEND, Outgoing

RESCUE = "notifications.rescue"

log = structlog.get_logger(__name__)


@jobs.job(SEND)
def send(actor: Actor, *, mail_id: int) -> None:
    """Send one mail, outside of any transaction; what came of it is recorded either way."""
    outgoing = actions.claim(actor, mail_id, now=clock.now())
    if outgoing is None:
        return
    try:
        _message(outgoing).send()
    except (SMTPException, OSError, ValueError) as error:  # ValueError: no mail can be made of what is in it
        log.warning("mail not sent", mail=mail_id, error=str(error))
        for_good = _is_for_good(error)
        actions.record_failure(actor, mail_id, error=_words(error), for_good=for_good, now=clock.now())
    else:
        actions.record_sent(actor, mail_id, now=clock.now())


@jobs.job(RESCUE)
def rescue(actor: Actor) -> None:
    """Mails that wait though nobody has them in hand are queued anew."""
    found = actions.rescue(actor, now=clock.now())
    if found:
        log.warning("mails queued anew", count=found, org=actor.org_id)


def stranded_desks() -> list[tuple[Tier, int]]:
    """The organizations that have such mails, by one look at an index."""
    with connection.cursor() as cursor:
        cursor.execute("select kind, org_id from notifications_stranded(%s)", [clock.now() - rules.STRANDED])
        return [(cast(Tier, kind), org_id) for kind, org_id in cursor.fetchall()]


jobs.watch("*/5 * * * *", RESCUE, find=stranded_desks)


def _message(outgoing: Outgoing) -> EmailMultiAlternatives:
    headers = {"Message-ID": outgoing.message_id}
    if outgoing.in_reply_to:
        headers |= {"In-Reply-To": outgoing.in_reply_to, "References": outgoing.references or outgoing.in_reply_to}
    if outgoing.automatic:
        answers = "auto-replied" if outgoing.in_reply_to else "auto-generated"
        headers |= {"Auto-Submitted": answers, "X-Auto-Response-Suppress": "All"}
    message = EmailMultiAlternatives(
        subject=outgoing.subject,
        body=outgoing.text,
        from_email=formataddr((outgoing.sender_name, outgoing.sender)) if outgoing.sender else None,
        to=[formataddr((outgoing.to_name, outgoing.to))],
        headers=headers,
    )
    if outgoing.html:
        message.attach_alternative(outgoing.html, "text/html")
    return message


def _codes(error: Exception) -> list[int]:
    """The mail server's answers that are in an error."""
    if isinstance(error, SMTPRecipientsRefused):
        return [code for code, _text in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, SMTPResponseException) else []


def _is_for_good(error: Exception) -> bool:
    """Whether no waiting mends it: it is no mail, or every answer is a 5xx."""
    if isinstance(error, ValueError):
        return True
    codes = _codes(error)
    return bool(codes) and all(500 <= code < 600 for code in codes)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
