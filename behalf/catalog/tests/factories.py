"""The catalogue's part of the small world: what comes with Behalf; ``world.services``, ``world.offers``: code -> id."""

from __future__ import annotations

from behalf.catalog import actions
from behalf.catalog.models import Offer, Service
from behalf.kit.tenancy import acting
from tests.world import NOW, World


def furnish(world: World) -> None:
    """Publish the catalogue; alpha pins Office 365 E3."""
    publisher = world.actor("operator", "operator_publisher")
    actions.load(publisher, now=NOW)
    with acting(publisher):
        world.services = dict(Service.objects.visible_to(publisher).values_list("code", "pk"))
        world.offers = dict(Offer.objects.visible_to(publisher).values_list("code", "pk"))
    actions.pin(world.actor("alpha", "global_admin"), world.offers["office-365-e3"], now=NOW)
