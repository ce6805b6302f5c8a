"""The steps in which a subscription changes: each decides and alters the row in hand, and all are written together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.catalog.queries import OfferRow
from behalf.connectors.registry import cloud
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, Invalid, Refusal
from behalf.kit.events import Event, announce_all
from behalf.kit.rows import update_all
from behalf.subscriptions import rules
from behalf.subscriptions.actions._row import act
from behalf.subscriptions.events import SubscriptionReactivated, SubscriptionSuspended
from behalf.subscriptions.models import Subscription

Status = Subscription.Status
STANDING = ("status", "reason", "suspended_at", "delete_at")
CHANGING = ("seats", "nickname", *STANDING)


@dataclass
class Changes:
    """What was done to the rows in hand and is not written yet."""

    now: datetime
    rows: dict[int, Subscription] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)
    acts: list[audit.Act] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def note(
        self, row: Subscription, what: str, *fields: str, before: Any = None, after: Any = None, why: str = ""
    ) -> None:
        """That these fields of the row are other now, and what the journal says of it."""
        self.rows[row.pk] = row
        self.fields.update(fields)
        self.acts.append(act(row, what, before=before, after=after, why=why))

    @contextmanager
    def whole(self, rows: Iterable[Subscription]) -> Iterator[None]:
        """Several steps that these rows take together or not at all: a refusal leaves them as they were."""
        before = [(row, {name: getattr(row, name) for name in CHANGING}) for row in rows]
        acts, events = len(self.acts), len(self.events)
        try:
            yield
        except Refusal:
            for row, values in before:
                for name, value in values.items():
                    setattr(row, name, value)
            del self.acts[acts:], self.events[events:]
            raise

    def write(self, actor: Actor) -> None:
        """Write it, in a fixed number of statements."""
        update_all(list(self.rows.values()), sorted(self.fields))
        audit.record_all(actor, self.acts, at=self.now)
        announce_all(actor, self.events)


def rename(changes: Changes, row: Subscription, nickname: str) -> None:
    """Give it a name of its own; empty: the offer's name."""
    must_be_live(row)
    before, row.nickname = row.nickname, nickname.strip()
    if row.nickname != before:
        after = {"nickname": row.nickname}
        changes.note(row, "subscriptions.renamed", "nickname", before={"nickname": before}, after=after)


def reseat(changes: Changes, row: Subscription, offer: OfferRow, seats: int) -> None:
    """Change the number of seats within the offer's limits; not while it is suspended (2.3)."""
    _must_be(row, Status.ACTIVE, _("Seats cannot change while the subscription is suspended. Reactivate it first."))
    seats_must_fit(offer, seats)
    before, row.seats = row.seats, seats
    if seats != before:
        changes.note(row, "subscriptions.seats_changed", "seats", before={"seats": before}, after={"seats": seats})


def suspend(
    changes: Changes, row: Subscription, addons: Sequence[Subscription], *, reason: str, note: str = ""
) -> None:
    """Block its users, and with it the add-ons that are active; deletion follows as day 60 ends (P22)."""
    _must_be(row, Status.ACTIVE, _("This subscription is suspended already."))
    if reason not in Subscription.Reason.values:
        raise Invalid(_("Choose why it is suspended."), field="reason")
    delete_at = rules.deletion(changes.now, cloud().zone)
    for each in (row, *(addon for addon in addons if addon.status == Status.ACTIVE)):
        each.status, each.reason = Status.SUSPENDED, reason
        each.suspended_at, each.delete_at = changes.now, delete_at
        after = {"reason": reason, "delete_at": delete_at.isoformat()}
        changes.note(each, "subscriptions.suspended", *STANDING, after=after, why=note)
        changes.events.append(SubscriptionSuspended(each.account_id, each.pk, at=changes.now))


def reactivate(changes: Changes, row: Subscription, addons: Sequence[Subscription]) -> None:
    """Let its users work again, with the add-ons that were suspended together with it."""
    _must_be(row, Status.SUSPENDED, _("This subscription is active."))
    if row.delete_at is not None and rules.is_over(row.delete_at, changes.now):
        raise Conflict(_("The 60 days are over: its data is deleted and cannot be brought back."))
    if row.parent is not None and row.parent.status != Status.ACTIVE:
        raise Conflict(_("Reactivate the subscription that this add-on belongs to first."))
    since = row.suspended_at
    together = [each for each in addons if each.status == Status.SUSPENDED and each.suspended_at == since]
    for each in (row, *together):
        before = {"reason": each.reason, "suspended_at": since.isoformat() if since else None}
        each.status, each.reason, each.suspended_at, each.delete_at = Status.ACTIVE, "", None, None
        changes.note(each, "subscriptions.reactivated", *STANDING, before=before)
        changes.events.append(SubscriptionReactivated(each.account_id, each.pk, at=changes.now))


def seats_must_fit(offer: OfferRow, seats: int) -> None:
    """Refuse fewer or more seats than the offer is sold for."""
    if not rules.seats_fit(seats, offer.min_seats, offer.max_seats):
        message = _("%(offer)s is sold for %(least)s to %(most)s seats.") % {
            "offer": offer.name,
            "least": offer.min_seats,
            "most": offer.max_seats,
        }
        raise Invalid(message, field="seats")


def must_be_live(row: Subscription) -> None:
    """Refuse to change what is deleted."""
    if row.status == Status.DELETED:
        raise Conflict(_("This subscription is deleted and cannot change any more."))


def _must_be(row: Subscription, status: str, otherwise: str) -> None:
    must_be_live(row)
    if row.status != status:
        raise Conflict(otherwise)
