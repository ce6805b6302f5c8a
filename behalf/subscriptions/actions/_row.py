"""What every change of a subscription begins and ends with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.subscriptions.models import Subscription


def locked(actor: Actor, subscription_id: int) -> tuple[Subscription, list[Subscription]]:
    """The subscription with its add-ons, locked for this change; NotFound for a stranger."""
    rows, addons = locked_all(actor, [subscription_id])
    return rows[subscription_id], addons.get(subscription_id, [])


def locked_all(
    actor: Actor, subscription_ids: Iterable[int]
) -> tuple[dict[int, Subscription], dict[int, list[Subscription]]]:
    """Several subscriptions by their ids, and the add-ons of each by its parent's id, all locked for this change.

    One that is both stands there once, and a parent that is among them is the same object, so that what one step does
    the next one sees.
    """
    wanted = set(subscription_ids)
    found = Subscription.objects.visible_to(actor).select_for_update(of=("self",)).select_related("offer", "parent")
    rows = {row.pk: row for row in found.filter(Q(pk__in=wanted) | Q(parent_id__in=wanted)).order_by("pk")}
    if wanted - rows.keys():
        raise NotFound(_("There is no such subscription."))
    addons: dict[int, list[Subscription]] = {}
    for row in rows.values():
        if row.parent_id is not None:
            row.parent = rows.get(row.parent_id, row.parent)
            addons.setdefault(row.parent_id, []).append(row)
    return rows, addons


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
