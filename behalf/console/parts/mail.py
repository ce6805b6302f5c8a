"""Mail that comes: what is held until somebody looks at it, and mailboxes from which none comes."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from behalf.channels import queries as channels
from behalf.console.parts.lines import Line, Part, State
from behalf.kit.actor import Actor
from behalf.web.addresses import url

SHOWN = 5


def held(actor: Actor, now: datetime) -> list[Part]:
    """Mail that neither opened nor joined a case, because a human has to say what it is; the longest waiting first."""
    waiting, count = channels.held(actor, limit=SHOWN)
    lines = tuple(
        Line(
            title=row.subject or _("(no subject)"),
            url=url("channels:arrival", arrival_id=row.id),
            at=row.received_at,
            reads="since",
            facts=(row.sender_name or row.sender,),
        )
        for row in waiting
    )
    said = ngettext("%(count)s mail is held.", "%(count)s mails are held.", count) % {"count": count}
    address = url("channels:arrivals", query={"outcome": "held"})
    return [Part("held", _("Held mail"), lines, said, url=address, more=_("All"))] if lines else []


def unfetched(actor: Actor, now: datetime) -> list[Part]:
    """Mailboxes from which no mail comes at present."""
    lines = tuple(
        Line(
            title=row.inbox.address,
            url=url("channels:mailbox", inbox_id=row.inbox_id),
            at=row.failing_since,
            reads="since",
            facts=(row.host,),
            state=State("outage", _("Cannot be fetched")),
        )
        for row in channels.failing_mailboxes(actor)[:SHOWN]
    )
    said = _("Some mail cannot be fetched.") if lines else ""
    return [Part("unfetched", _("Mail that cannot be fetched"), lines, said)] if lines else []
