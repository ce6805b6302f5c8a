"""Reads of the catalogue, with names in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from behalf.catalog.models import Offer, OfferService, Pin, Prerequisite, Service
from behalf.kit.actor import Actor
from behalf.kit.errors import NotFound
from behalf.kit.verbs import query


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service as its reader knows it."""

    id: int
    code: str
    name: str
    group: str
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer as its reader knows it; ``pin``: its place on top; ``needs``: offers of which an add-on needs one."""

    id: int
    code: str
    sku: str
    name: str
    min_seats: int
    max_seats: int
    is_metered: bool
    is_addon: bool
    is_sold: bool
    term_months: int
    services: tuple[str, ...]
    pin: int | None = None
    needs: tuple[int, ...] = ()


@query("catalog.names")
def services(actor: Actor) -> list[ServiceRow]:
    """Every service, in the catalogue's order."""
    return [_service(row, actor) for row in Service.objects.visible_to(actor).order_by("place", "id")]


@query("catalog.names")
def service_names(actor: Actor) -> dict[int | str, str]:
    """What every service is called in the reader's language: by its id, its code and its name in any language.

    For what was written down under the name of its time, in the language of who wrote it.
    """
    found: dict[int | str, str] = {}
    for row in Service.objects.visible_to(actor).order_by("-place", "-id"):
        name = row.named(actor.language)
        found.update({key: name for key in (row.pk, row.code, row.name, row.name_zh, row.name_ja) if key})
    return found


@query("catalog.names")
def service(actor: Actor, service_id: int) -> ServiceRow:
    """One service by its id."""
    row = Service.objects.visible_to(actor).filter(pk=service_id).first()
    if row is None:
        raise NotFound(_("There is no such service."))
    return _service(row, actor)


@query("catalog.names")
def services_of_offers(actor: Actor, offer_ids: Iterable[int]) -> dict[int, list[ServiceRow]]:
    """The services that each of these offers contains."""
    rows = OfferService.objects.visible_to(actor).filter(offer_id__in=list(offer_ids)).select_related("service")
    found: dict[int, list[ServiceRow]] = {}
    for row in rows.order_by("service__place", "service_id"):
        found.setdefault(row.offer_id, []).append(_service(row.service, actor))
    return found


@query("catalog.names")
def offers_with(actor: Actor, service_id: int) -> list[int]:
    """The ids of the offers that contain a service."""
    rows = OfferService.objects.visible_to(actor).filter(service_id=service_id)
    return list(rows.values_list("offer_id", flat=True))


@query("catalog.names")
def offer_names(actor: Actor, offer_ids: Iterable[int]) -> dict[int, str]:
    """The names of some offers, by id."""
    rows = Offer.objects.visible_to(actor).filter(pk__in=list(offer_ids))
    return {row.pk: row.named(actor.language) for row in rows}


@query("catalog.read")
def offers(actor: Actor, *, search: str = "", sold_only: bool = True) -> list[OfferRow]:
    """The offers, the reseller's pinned ones on top (P09); ``search`` is any part of a name in any language."""
    rows = Offer.objects.visible_to(actor)
    if sold_only:
        rows = rows.filter(is_sold=True)
    for word in search.split():
        rows = rows.filter(
            Q(name__icontains=word) | Q(name_zh__icontains=word) | Q(name_ja__icontains=word) | Q(code__icontains=word)
        )
    found = _offers(actor, list(rows.order_by("place", "id")))
    return sorted(found, key=lambda row: (row.pin is None, row.pin or 0))


@query("catalog.read")
def offer(actor: Actor, offer_id: int) -> OfferRow:
    """One offer by its id, sold or not."""
    found = offers_by_id(actor, [offer_id])
    if not found:
        raise NotFound(_("There is no such offer."))
    return found[offer_id]


@query("catalog.read")
def offers_by_id(actor: Actor, offer_ids: Iterable[int]) -> dict[int, OfferRow]:
    """Several offers by their ids, sold or not."""
    rows = Offer.objects.visible_to(actor).filter(pk__in=set(offer_ids))
    return {row.id: row for row in _offers(actor, list(rows))}


@query("catalog.read")
def offers_by_any_name(actor: Actor, texts: Iterable[str]) -> dict[str, OfferRow]:
    """For each text the offer whose code, SKU or name in any language it is exactly, whatever its case; for imports."""
    ids: dict[str, int] = {}
    for row in Offer.objects.visible_to(actor).order_by("place", "id"):
        for name in (row.code, row.sku, row.name, row.name_zh, row.name_ja):
            ids.setdefault(name.casefold(), row.pk)
    meant = {text: ids[name] for text in texts if (name := text.strip().casefold()) and name in ids}
    found = offers_by_id(actor, meant.values())
    return {text: found[offer_id] for text, offer_id in meant.items()}


def _offers(actor: Actor, rows: list[Offer]) -> list[OfferRow]:
    ids = [row.pk for row in rows]
    contained = services_of_offers(actor, ids)
    pins = dict(Pin.objects.visible_to(actor).values_list("offer_id", "place"))
    needs: dict[int, list[int]] = {}
    for addon, needed in (
        Prerequisite.objects.visible_to(actor)
        .filter(addon_id__in=ids)
        .order_by("id")
        .values_list("addon_id", "needs_id")
    ):
        needs.setdefault(addon, []).append(needed)
    return [
        OfferRow(
            id=row.pk,
            code=row.code,
            sku=row.sku,
            name=row.named(actor.language),
            min_seats=row.min_seats,
            max_seats=row.max_seats,
            is_metered=row.is_metered,
            is_addon=row.is_addon,
            is_sold=row.is_sold,
            term_months=row.term_months,
            services=tuple(service.name for service in contained.get(row.pk, [])),
            pin=pins.get(row.pk),
            needs=tuple(needs.get(row.pk, [])),
        )
        for row in rows
    ]


def _service(row: Service, actor: Actor) -> ServiceRow:
    return ServiceRow(row.pk, row.code, row.named(actor.language), row.group, tuple(row.regions))
