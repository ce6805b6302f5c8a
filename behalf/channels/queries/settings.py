"""A desk's own addresses."""

from __future__ import annotations

from behalf.channels.models import Inbox
from behalf.kit.actor import Actor
from behalf.kit.verbs import query


@query("channels.settings")
def inboxes(actor: Actor) -> list[Inbox]:
    """The addresses at which the desk receives mail, the oldest first."""
    return list(Inbox.objects.visible_to(actor).order_by("pk"))


@query("channels.take")
def own_addresses(actor: Actor) -> frozenset[str]:
    """The same as a set, in small letters."""
    return frozenset(address.lower() for address in routes(actor))


@query("channels.take")
def routes(actor: Actor) -> list[str]:
    """The addresses for which mail is taken in."""
    return list(Inbox.objects.visible_to(actor).order_by("pk").values_list("address", flat=True))
