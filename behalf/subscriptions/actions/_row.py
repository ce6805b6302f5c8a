"""What every change of a subscription begins and ends with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.subscriptions.models import Subscription


def locked(actor: Actor, subscription_id: int) -> Subscription:
    """The subscription, locked for this change; NotFound for a stranger."""
    rows = Subscription.objects.visible_to(actor).select_for_update(of=("self",)).select_related("offer", "parent")
    row = rows.filter(pk=subscription_id).first()
    if row is None:
        raise NotFound(_("There is no such subscription."))
    return row


def record(
    actor: Actor,
    row: Subscription,
    what: str,
    *,
    now: datetime,
    before: Any = None,
    after: Any = None,
    why: str = "",
) -> None:
    """Write the change into the journal, where its customer reads it, too."""
    audit.record_all(actor, [act(row, what, before=before, after=after, why=why)], at=now)


def act(row: Subscription, what: str, *, before: Any = None, after: Any = None, why: str = "") -> audit.Act:
    """An act that the customer reads in its own journal, too."""
    subject = ("subscription", row.pk, row.nickname or row.offer.name)
    return audit.Act(what, subject, row.customer_id, for_customer=True, before=before, after=after, why=why)
