"""Who may decide about held mail is told that some waits: once a day while any does, and again once none did."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop

from behalf.channels.models import Arrival, Outcome
from behalf.identity import queries as identity
from behalf.kit.actor import Actor, rights
from behalf.notifications import actions as notifications
from behalf.web.addresses import url

HELD = gettext_noop("Incoming mail is held until somebody looks at it, first: %(subject)s")


def tell_held(actor: Actor, *, now: datetime) -> None:
    """Say that mail waits, but not for each mail: a bunch begins with the mail that has waited longest."""
    held = Arrival.objects.visible_to(actor).filter(outcome=Outcome.HELD).order_by("pk")
    first = held.values("pk", "subject", "sender").first()
    if first is None:
        return
    day = now.astimezone(ZoneInfo(identity.own_zone(actor))).date()
    for person in identity.colleagues(actor):
        if person.roles & rights()["channels.decide"]:
            notifications.tell(
                actor, person.person_id, text=HELD, url=url("channels:arrivals", query={"outcome": "held"}),
                kind="mail_held", about=("arrival", first["pk"], first["subject"] or first["sender"]),
                facts={"subject": first["subject"] or first["sender"]}, key=f"held:{first['pk']}:{day}", now=now,
            )  # fmt: skip
