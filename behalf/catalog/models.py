"""What can be bought: services, the offers that contain them, and what a reseller pins on top."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from behalf.identity.models import Organization
from behalf.kit.tenancy import Desk, Published, Row

PINS = 5


class Named(Row):
    """Base of what has a name in each of our languages."""

    name = models.CharField(max_length=200)
    name_zh = models.CharField(max_length=200, blank=True)
    name_ja = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    def named(self, language: str) -> str:
        """The name as people of this language know it."""
        return {"zh-hans": self.name_zh, "ja": self.name_ja}.get(language) or self.name


class Service(Named):
    """Something that runs and can be administered, healthy or not; ``code`` is what connectors and baselines know."""

    tenancy = Published()

    code = models.CharField(max_length=60, unique=True)
    group = models.CharField(max_length=60)
    regions = models.JSONField(default=list)
    place = models.PositiveSmallIntegerField(default=0)


class Offer(Named):
    """What is sold by the seat (or metered), with the limits of one order."""

    tenancy = Published()

    code = models.CharField(max_length=80, unique=True)
    sku = models.CharField(max_length=60, blank=True, help_text="how the provider's directory names it")
    min_seats = models.PositiveIntegerField(default=1)
    max_seats = models.PositiveIntegerField()
    is_metered = models.BooleanField(default=False)
    is_addon = models.BooleanField(default=False)
    is_sold = models.BooleanField(default=True)
    term_months = models.PositiveSmallIntegerField(default=12)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(min_seats__gte=1) & Q(max_seats__gte=models.F("min_seats")), name="catalog_seat_limits"
            ),
        ]


class OfferService(Row):
    """An offer contains a service."""

    tenancy = Published()

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "service"], name="catalog_contained_once")]


class Prerequisite(Row):
    """An add-on needs an active subscription to one of these offers (offer matrix, P08)."""

    tenancy = Published()

    addon = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    needs = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["addon", "needs"], name="catalog_prerequisite_once")]


class Pin(Row):
    """An offer that a reseller keeps on top of its catalogue; five places, no more (P09)."""

    tenancy = Desk()

    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", db_index=False)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "place"], name="catalog_pin_place_once"),
            models.UniqueConstraint(fields=["org", "offer"], name="catalog_pin_offer_once"),
            models.CheckConstraint(condition=Q(place__gte=1) & Q(place__lte=PINS), name="catalog_pin_places"),
        ]
