"""Every change of the catalogue: the operator publishes, a reseller pins."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _

from behalf.audit import actions as audit
from behalf.catalog import rules
from behalf.catalog.models import PINS, Offer, OfferService, Pin, Prerequisite, Service
from behalf.kit.actor import Actor
from behalf.kit.errors import Conflict, NotFound
from behalf.kit.verbs import action


@action("catalog.publish")
def load(actor: Actor, *, now: datetime) -> None:
    """Publish the services and offers that come with Behalf (``catalogue.toml``); again, it changes nothing."""
    facts = tomllib.loads(files("behalf.catalog").joinpath("catalogue.toml").read_text("utf-8"))
    regions = facts["regions"]
    for place, values in enumerate(facts["service"]):
        publish_service(actor, **{"regions": regions, "place": place, **values}, now=now)
    for place, values in enumerate(facts["offer"]):
        publish_offer(actor, **{"place": place, **values}, now=now)


@action("catalog.publish")
def publish_service(actor: Actor, /, *, code: str, now: datetime, **values: Any) -> int:
    """Publish a service under its code, or bring a published one to these values; returns its id."""
    row = Service.objects.visible_to(actor).select_for_update().filter(code=code).first() or Service(code=code)
    if _changed(row, values):
        row.save()
        audit.record(actor, "catalog.service_published", subject=("service", row.pk, row.name), after=values, at=now)
    return row.pk


@action("catalog.publish")
def publish_offer(
    actor: Actor, /, *, code: str, services: Sequence[str], needs: Sequence[str] = (), now: datetime, **values: Any
) -> int:
    """Publish an offer under its code with the services it contains (codes) and what it needs; returns its id."""
    row = Offer.objects.visible_to(actor).select_for_update().filter(code=code).first() or Offer(code=code)
    if _changed(row, values):
        row.save()
        audit.record(actor, "catalog.offer_published", subject=("offer", row.pk, row.name), after=values, at=now)
    contained = Service.objects.visible_to(actor).filter(code__in=services).values_list("pk", flat=True)
    _only(actor, OfferService, "offer_id", row.pk, "service_id", set(contained))
    needed = Offer.objects.visible_to(actor).filter(code__in=needs).values_list("pk", flat=True)
    _only(actor, Prerequisite, "addon_id", row.pk, "needs_id", set(needed))
    return row.pk


@action("catalog.publish")
def sell(actor: Actor, offer_id: int, *, is_sold: bool, now: datetime) -> None:
    """Take an offer off sale, or back on; what was bought goes on."""
    row = Offer.objects.visible_to(actor).select_for_update().filter(pk=offer_id).first()
    if row is None:
        raise NotFound(_("There is no such offer."))
    row.is_sold = is_sold
    row.save(update_fields=["is_sold"])
    what = "catalog.offer_sold" if is_sold else "catalog.offer_withdrawn"
    audit.record(actor, what, subject=("offer", row.pk, row.name), at=now)


@action("catalog.pin")
def pin(actor: Actor, offer_id: int, *, now: datetime) -> None:
    """Keep an offer on top of the reseller's catalogue; Conflict when five are there (P09)."""
    row = Offer.objects.visible_to(actor).filter(pk=offer_id).first()
    if row is None:
        raise NotFound(_("There is no such offer."))
    mine = dict(Pin.objects.visible_to(actor).select_for_update().values_list("offer_id", "place"))
    if offer_id in mine:
        return
    place = rules.free_place(mine.values(), PINS)
    if place is None:
        raise Conflict(_("Five offers are pinned already. Unpin one first."))
    Pin(org_id=actor.org_id, offer_id=offer_id, place=place).save(force_insert=True)
    audit.record(actor, "catalog.pinned", subject=("offer", offer_id, row.name), at=now)


@action("catalog.pin")
def unpin(actor: Actor, offer_id: int, *, now: datetime) -> None:
    """Let an offer go back to its place in the list."""
    row = Pin.objects.visible_to(actor).filter(offer_id=offer_id).select_related("offer").first()
    if row is None:
        return
    row.delete()
    audit.record(actor, "catalog.unpinned", subject=("offer", offer_id, row.offer.name), at=now)


def _changed(row: Service | Offer, values: Mapping[str, Any]) -> bool:
    """Set the values; whether any differs from what is stored."""
    differs = not row.pk or any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    return differs


def _only(actor: Actor, link: Any, own: str, own_id: int, other: str, wanted: set[int]) -> None:
    """Make exactly these links of one row."""
    rows = link.objects.visible_to(actor).filter(**{own: own_id})
    present = set(rows.values_list(other, flat=True))
    rows.filter(**{f"{other}__in": present - wanted}).delete()
    for missing in sorted(wanted - present):
        link(**{own: own_id, other: missing}).save(force_insert=True)
