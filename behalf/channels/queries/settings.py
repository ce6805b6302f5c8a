"""A desk's own addresses, and the mailboxes from which their mail is fetched."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from behalf.channels.models import Inbox, Mailbox
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query


@query("channels.settings")
def inboxes(actor: Actor) -> list[Inbox]:
    """The addresses at which the desk receives mail, the oldest first."""
    return list(Inbox.objects.visible_to(actor).select_related("mailbox").order_by("pk"))


@query("channels.settings")
def inbox(actor: Actor, inbox_id: int) -> Inbox:
    """One of them, with its mailbox if it has one; NotFound for a stranger's."""
    row = Inbox.objects.visible_to(actor).select_related("mailbox").filter(pk=inbox_id).first()
    if row is None:
        raise NotFound(_("There is no such address."))
    return row


@query("channels.settings")
def failing_mailboxes(actor: Actor) -> list[Mailbox]:
    """The mailboxes from which no mail comes at present, the longest first."""
    rows = Mailbox.objects.visible_to(actor).filter(failing_since__isnull=False).select_related("inbox")
    return list(rows.order_by("failing_since", "pk"))


@query("channels.take")
def due_mailboxes(actor: Actor, *, now: datetime) -> list[int]:
    """The mailboxes to look into now."""
    rows = Mailbox.objects.visible_to(actor).filter(next_at__lte=now)
    return list(rows.order_by("next_at", "pk").values_list("pk", flat=True))


@query("channels.take")
def own_addresses(actor: Actor) -> frozenset[str]:
    """The same as a set, in small letters."""
    return frozenset(address.lower() for address in routes(actor))


@query("channels.take")
def routes(actor: Actor) -> list[str]:
    """The addresses for which mail is taken in."""
    return list(Inbox.objects.visible_to(actor).order_by("pk").values_list("address", flat=True))
